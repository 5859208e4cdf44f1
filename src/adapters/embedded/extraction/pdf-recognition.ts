import type { LiteParseConfig, ParsedPage } from '@llamaindex/liteparse';
import type { OcrData } from './ocr-data.ts';
import { type PdfPage, toPdfPage } from './pdf-page.ts';
import type { PdfParser } from './pdf-parser.ts';
import { layOutRecognised } from './recognised-layout.ts';
import { evenBoxes } from './recognised-letters.ts';
import { slopeOf, straighten } from './straighten.ts';

/** The finest that letters are looked at, in points per inch. Finer, more words of coarse scans are lost than found. */
const FINEST = 250;
/** Points of a picture that recognition may take: more would need more memory than it is worth. */
const MOST_POINTS = 18_000_000;
/** Less sure than this, it is a stain or a line. */
const LEAST_CONFIDENCE = 0.3;

/** How finely a page of this size, in points of 1/72 inch, can be looked at. */
export const resolutionFor = ({ width, height }: { width: number; height: number }): number =>
  Math.max(36, Math.min(FINEST, Math.floor(72 * Math.sqrt(MOST_POINTS / (width * height)))));

export type Recognition = { ocr: OcrData; more?: Partial<LiteParseConfig> };

/** Recognises the letters of one page. Null when it cannot be drawn; throws what `parse` throws. */
export const recognise = async (
  pageNum: number,
  parser: PdfParser,
  { ocr, more }: Recognition,
): Promise<PdfPage | null> => {
  const parsed = await parser.parse([pageNum], {
    ...more,
    extractTextMetadata: false,
    ocrEnabled: true,
    ocrLanguage: ocr.languages,
    // Without it the library would fetch the data from the network.
    tessdataPath: ocr.folder,
    ocrFailureFatal: false,
    numWorkers: 1,
  });
  const [page] = parsed.pages;
  return page ? toRecognised(page) : null;
};

/** A scan that leans is laid out as if it did not: else its lines run into each other. */
const toRecognised = (page: ParsedPage): PdfPage => {
  const kept = page.textItems.filter(({ confidence = 1 }) => confidence >= LEAST_CONFIDENCE);
  const light = toPdfPage({ ...page, textItems: kept });
  const even = evenBoxes(light.items);
  const slope = slopeOf(even);
  const items = slope === 0 ? even : straighten(even, { slope, width: page.width });
  return {
    ...light,
    items,
    blocks: layOutRecognised(items),
    state: 'recognised',
    confidence: confidenceOf(kept),
  };
};

const confidenceOf = (items: ParsedPage['textItems']): number => {
  const letters = items.reduce((sum, { text }) => sum + text.length, 0);
  const sure = items.reduce((sum, { text, confidence = 1 }) => sum + text.length * confidence, 0);
  return letters === 0 ? 1 : sure / letters;
};
