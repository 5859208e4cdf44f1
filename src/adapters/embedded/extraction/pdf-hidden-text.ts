import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import type { DocumentWarning } from '../../../domain/document.ts';
import { centre, holds } from './pdf-items.ts';

const WHITE = /^fff[\da-f]f[\da-f]f[\da-f]$/iu;

const isWhite = (item: TextItem): boolean => WHITE.test(item.fillColor ?? '');

export const hasWhiteText = (page: ParsedPage): boolean => page.textItems.some(isWhite);

/**
 * White text that no coloured field lies under. It is kept, because a picture may lie there, but said: it is how
 * instructions are hidden from the reader. `pages` come with what they draw.
 */
export const whiteTextWarnings = (pages: readonly ParsedPage[]): DocumentWarning[] =>
  pages.filter(hasInvisibleText).map((page) => ({
    code: 'white-text',
    range: null,
    reason:
      'There is white text on white paper, unless a picture lies under it: check it before you trust it.',
    page: page.pageNum,
  }));

const hasInvisibleText = (page: ParsedPage): boolean => {
  const fields = (page.vectorGraphics?.shapes ?? []).filter(
    ({ fill, fillColor }) => fill && !WHITE.test(fillColor ?? ''),
  );
  return page.textItems.some(
    (item) => isWhite(item) && !fields.some(({ bbox }) => holds(bbox, centre(item))),
  );
};
