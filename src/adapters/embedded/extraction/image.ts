import { imageSize } from 'image-size';
import type { PlacedText } from '../../../domain/document.ts';
import { packPlaced, unpackPlaced } from '../../../domain/placed-text.ts';
import { Problem } from '../../../domain/problem.ts';
import { freshReading, type LongReading } from './long-reading.ts';
import { needsOcrData, type OcrData } from './ocr-data.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { assemble } from './pdf-assembly.ts';
import { damagedPage, type PdfPage } from './pdf-page.ts';
import { createPdfParser } from './pdf-parser.ts';
import { recognise } from './pdf-recognition.ts';
import { createShelf, packPiece, type Shelf, unpackPiece } from './pdf-shelf.ts';
import { beginWith, placesOfTiffPages } from './tiff-pages.ts';

const NOTHING_DRAWN = { whiteFill: false, invisibleText: false, bomb: false, unknown: false };
/** Recognition sees small pictures twice as large as they are. */
const SMALL = 3_000_000;
const FINE = 300;
const COARSE = 150;
const DAMAGED = 'The picture is damaged. Save it again, as PNG or JPEG.';
const TOO_LARGE = 'The picture is too large to recognise its text. Scale it down, or split it.';
const LARGEST = 40_000_000;
/** How a camera was held, as its files say it, and by how much their content seems turned. */
const TURNED = new Map<number, 90 | 180 | 270>([
  [3, 180],
  [6, 270],
  [8, 90],
]);

/** Recognises the text of a picture, or of the pages of a TIFF. Boxes are in points of the page, as it is shown. */
export const readImage = async ({ bytes: given, ocr = null, steps }: Source): Promise<Outcome> => {
  // Its pages are shown by changing where it begins.
  const bytes = new Uint8Array(given);
  const pages = pagesOf(bytes);
  const readable = pages.filter(({ size }) => size !== null);
  if (readable.length === 0) return failed(DAMAGED);
  if (readable.every(({ size }) => isTooLarge(size))) return failed(TOO_LARGE);
  if (!ocr)
    return {
      outcome: 'needs-ocr',
      reason: needsOcrData('This is a picture of text, or of something else.'),
    };
  const shelf = await recogniseAll(pages, { bytes, ocr, steps: steps ?? freshReading() });
  const found = [...shelf.pages()];
  if (found.every(({ state }) => state === 'damaged')) return failed(DAMAGED);
  const extracted = assemble({ shelf, total: pages.length });
  if (!/[\p{L}\p{N}]/u.test(extracted.text)) return failed(NO_TEXT);
  const scales = found.map(({ width }, index) => shownWidth(pages[index]?.size) / width);
  const placed = packPlaced(
    unpackPlaced(extracted.placed).map((place) => scaled(place, scales[place.page - 1] ?? 1)),
  );
  return { outcome: 'extracted', extracted: { ...extracted, placed } };
};

type Size = { width: number; height: number; turned: 90 | 180 | 270 | undefined };
type Page = { begin(): void; size: Size | null };

/** A reader of one page is shown the others one after the other. */
const pagesOf = (bytes: Uint8Array): Page[] => {
  const places = placesOfTiffPages(bytes);
  if (places.length === 0) return [{ begin: () => undefined, size: sizeOf(bytes) }];
  return places.map((place) => {
    const begin = () => beginWith(bytes, place);
    begin();
    return { begin, size: sizeOf(bytes) };
  });
};

type Recognising = { bytes: Uint8Array; ocr: OcrData; steps: LongReading };

/** Page after page, behind the pieces of an earlier reading. */
const recogniseAll = async (
  pages: readonly Page[],
  { bytes, ocr, steps }: Recognising,
): Promise<Shelf> => {
  const shelf = createShelf();
  for (const piece of steps.pieces) shelf.add(unpackPiece(piece).pages, piece);
  const parser = createPdfParser({ bytes }, NOTHING_DRAWN);
  for (const [index, { begin, size }] of pages.entries()) {
    const pageNum = index + 1;
    if (pageNum <= shelf.count()) continue;
    if (steps.enough) break;
    let page: PdfPage | null = null;
    if (size && !isTooLarge(size) && !steps.skipped.includes(pageNum)) {
      steps.begin({ what: 'recognition', first: pageNum, last: pageNum });
      begin();
      const more = {
        dpi: size.width * size.height > SMALL ? COARSE : FINE,
        ...(size.turned && { pageOrientationCorrections: [{ page: 1, angle: size.turned }] }),
      };
      page = await recognise(1, parser, { ocr, more }).catch(unlessUnreadable);
    }
    const done = [page ? { ...page, pageNum } : damagedPage(pageNum)];
    const piece = pageNum < pages.length ? packPiece({ total: pages.length, pages: done }) : null;
    shelf.add(done, piece);
    if (piece) steps.save(piece);
    steps.progress(pageNum, pages.length);
  }
  return shelf;
};

const unlessUnreadable = (error: unknown): null => {
  if (error instanceof Problem) return null;
  throw error;
};

const sizeOf = (bytes: Uint8Array): Size | null => {
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    return { width, height, turned: TURNED.get(orientation) };
  } catch {
    return null; // no picture that its own header describes
  }
};

const isTooLarge = (size: Size | null): boolean =>
  size !== null && size.width * size.height > LARGEST;

const shownWidth = (size: Size | null | undefined): number =>
  (size?.turned === 90 || size?.turned === 270 ? size.height : size?.width) ?? 1;

const scaled = (place: PlacedText, scale: number): PlacedText => ({
  ...place,
  left: Math.round(place.left * scale),
  top: Math.round(place.top * scale),
  width: Math.round(place.width * scale),
  height: Math.round(place.height * scale),
});
