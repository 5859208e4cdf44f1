import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import type { DocumentWarning } from '../../../domain/document.ts';
import { centre, holds } from './pdf-items.ts';

const WHITE = /^ff[f][\da-f]f[\da-f]f[\da-f]$/iu;

/**
 * Text off the page is dropped. White text is kept, because it may stand on a picture or a coloured field, but said:
 * it is how instructions are hidden from the reader.
 */
export const findHiddenText = (
  pages: readonly ParsedPage[],
): { dropped: Set<TextItem>; warnings: DocumentWarning[] } => {
  const dropped = new Set<TextItem>();
  const warnings: DocumentWarning[] = [];
  for (const page of pages) {
    const paper = { x: 0, y: 0, width: page.width, height: page.height };
    const outside = page.textItems.filter((item) => !holds(paper, centre(item)));
    for (const item of outside) dropped.add(item);
    const white = page.textItems.some(
      (item) => WHITE.test(item.fillColor ?? '') && !dropped.has(item),
    );
    if (outside.length > 0) {
      warnings.push({
        code: 'text-off-page',
        detail: 'Text outside the page was left out.',
        page: page.pageNum,
      });
    }
    if (white) {
      warnings.push({
        code: 'white-text',
        detail:
          'There is white text on this page: check that it can be seen, before you trust what it says.',
        page: page.pageNum,
      });
    }
  }
  return { dropped, warnings };
};
