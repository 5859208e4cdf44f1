import type { ParsedPage } from '@llamaindex/liteparse';
import type { DrawingHints } from './pdf-drawing-hints.ts';
import { hasWhiteText, withoutInvisible, withoutUnreadable } from './pdf-hidden-text.ts';
import { lettersIn, type PdfPage, toPdfPage } from './pdf-page.ts';
import type { PdfParser } from './pdf-parser.ts';

/** Letters on a page below which a picture on it may hold the text. */
const FEW_LETTERS = 50;
/** With so few it is a picture of text, or empty. */
const NO_LETTERS = 5;
const PICTURE_COVERAGE = 0.3;
const FINEST = 72;
const MOST_POINTS = 4_000_000;

export type Looked = { page: PdfPage; showsPicture: boolean };

/** Whether a page has to be drawn or weighed, which would be slow to do with all of them. */
export const needsSecondLook = (page: ParsedPage, { hints }: PdfParser): boolean =>
  mayHide(page, hints) || lettersIn(page.textItems) < FEW_LETTERS;

const mayHide = (page: ParsedPage, { invisibleText, unknown }: DrawingHints): boolean =>
  invisibleText || unknown || hasWhiteText(page);

/** Pages as they are kept: without what no reader sees, and knowing which of them are pictures. */
export const lookAt = async (
  pages: readonly ParsedPage[],
  parser: PdfParser,
): Promise<Looked[]> => {
  const odd = pages.filter((page) => needsSecondLook(page, parser));
  const drawn = new Set(
    odd.filter((page) => mayHide(page, parser.hints)).map(({ pageNum }) => pageNum),
  );
  const result =
    odd.length === 0
      ? null
      : await parser.parse(
          odd.map(({ pageNum }) => pageNum),
          {
            extractBlocks: false,
            includeComplexity: true,
            extractScreenshots: drawn.size > 0,
            dpi: resolutionFor(odd),
          },
        );
  const weighed = new Map(result?.pages.map((page) => [page.pageNum, page.complexity]));
  const pictures = new Map(result?.screenshots.map((one) => [one.pageNum, one]));
  return pages.map((page) => {
    const readable = withoutUnreadable(toPdfPage(page));
    const picture = drawn.has(page.pageNum) ? pictures.get(page.pageNum) : undefined;
    const complexity = weighed.get(page.pageNum);
    return {
      page: picture ? withoutInvisible(readable, picture) : readable,
      showsPicture:
        complexity !== undefined &&
        (complexity.fullPageImage || complexity.imageCoverage > PICTURE_COVERAGE),
    };
  });
};

const resolutionFor = (pages: readonly ParsedPage[]): number => {
  const largest = Math.max(...pages.map(({ width, height }) => width * height));
  return Math.max(8, Math.min(FINEST, Math.floor(72 * Math.sqrt(MOST_POINTS / largest))));
};

export const hasNoLetters = (page: PdfPage): boolean => lettersIn(page.items) < NO_LETTERS;
export const hasFewLetters = (page: PdfPage): boolean => lettersIn(page.items) < FEW_LETTERS;
