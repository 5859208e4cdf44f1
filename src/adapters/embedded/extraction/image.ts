import { imageSize } from 'image-size';
import type { DocumentWarning, PlacedText } from '../../../domain/document.ts';
import { packPlaced, unpackPlaced } from '../../../domain/placed-text.ts';
import { Problem } from '../../../domain/problem.ts';
import { needsOcrData } from './ocr-data.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { assemble } from './pdf-assembly.ts';
import { createPdfParser } from './pdf-parser.ts';
import { recognise } from './pdf-recognition.ts';
import { createShelf } from './pdf-shelf.ts';
import { countTiffPages } from './tiff-pages.ts';

const NOTHING_DRAWN = { whiteFill: false, invisibleText: false, bomb: false, unknown: false };
/** Recognition sees small pictures twice as large as they are. */
const SMALL = 3_000_000;
const FINE = 300;
const COARSE = 150;
const DAMAGED = 'The picture is damaged. Save it again, as PNG or JPEG.';
const LARGEST = 40_000_000;
/** How a camera was held, as its files say it, and by how much their content seems turned. */
const TURNED = new Map<number, 90 | 180 | 270>([
  [3, 180],
  [6, 270],
  [8, 90],
]);

/** Recognises the text of a picture. Its boxes are in the picture's own points, as it is shown. */
export const readImage = async ({ bytes, ocr = null, steps }: Source): Promise<Outcome> => {
  const size = sizeOf(bytes);
  if (!size) return failed(DAMAGED);
  if (size.width * size.height > LARGEST)
    return failed('The picture is too large to recognise its text. Scale it down, or split it.');
  if (!ocr)
    return {
      outcome: 'needs-ocr',
      reason: needsOcrData('This is a picture of text, or of something else.'),
    };
  steps?.begin({ what: 'recognition', first: 1, last: 1 });
  const turned = TURNED.get(size.orientation);
  const parser = createPdfParser({ bytes }, NOTHING_DRAWN);
  const more = {
    dpi: size.width * size.height > SMALL ? COARSE : FINE,
    ...(turned && { pageOrientationCorrections: [{ page: 1, angle: turned }] }),
  };
  const page = await recognise(1, parser, { ocr, more }).catch(unlessUnreadable);
  if (!page) return failed(DAMAGED);
  const shelf = createShelf();
  shelf.add([page], null);
  const extracted = assemble({ shelf, total: 1 });
  const pages = countTiffPages(bytes);
  if (!/[\p{L}\p{N}]/u.test(extracted.text))
    return failed(pages === 1 ? NO_TEXT : `${NO_TEXT} ${onlyFirst(pages).reason}`);
  const shownWidth = turned === 90 || turned === 270 ? size.height : size.width;
  const placed = packPlaced(
    unpackPlaced(extracted.placed).map((place) => scaled(place, shownWidth / page.width)),
  );
  const read = { ...extracted, placed, pages };
  if (pages === 1) return { outcome: 'extracted', extracted: read };
  const warnings = [...extracted.warnings, onlyFirst(pages)];
  return { outcome: 'extracted', extracted: { ...read, warnings, whole: false } };
};

const onlyFirst = (pages: number): DocumentWarning => ({
  code: 'part-not-read',
  range: null,
  reason: `Only the first of the ${pages} pages of this picture was read. Save it as PDF and upload that: there all pages are read.`,
});

const unlessUnreadable = (error: unknown): null => {
  if (error instanceof Problem) return null;
  throw error;
};

const sizeOf = (bytes: Uint8Array) => {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    return { width, height, orientation };
  } catch {
    return null; // no picture that its own header describes
  }
};

const scaled = (place: PlacedText, scale: number): PlacedText => ({
  ...place,
  left: Math.round(place.left * scale),
  top: Math.round(place.top * scale),
  width: Math.round(place.width * scale),
  height: Math.round(place.height * scale),
});
