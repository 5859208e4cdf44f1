import type { ParsedPage, TextItem } from '@llamaindex/liteparse';
import type { DocumentWarning } from '../../../domain/document.ts';
import { centre, holds } from './pdf-items.ts';

const WHITE = /^ff[f][\da-f]f[\da-f]f[\da-f]$/iu;

const isWhite = (item: TextItem): boolean => WHITE.test(item.fillColor ?? '');

export const hasWhiteText = (page: ParsedPage): boolean => page.textItems.some(isWhite);

/** `drawn`: what pages with white text draw, by page number. */
export type Drawn = ReadonlyMap<number, ParsedPage>;

/**
 * Text off the page is dropped. White text that no coloured field lies under is kept, because a picture may, but said:
 * it is how instructions are hidden from the reader.
 */
export const findHiddenText = (
  pages: readonly ParsedPage[],
  drawn: Drawn,
): { dropped: Set<TextItem>; warnings: DocumentWarning[] } => {
  const dropped = new Set<TextItem>();
  const warnings: DocumentWarning[] = [];
  for (const page of pages) {
    const paper = { x: 0, y: 0, width: page.width, height: page.height };
    const outside = page.textItems.filter((item) => !holds(paper, centre(item)));
    for (const item of outside) dropped.add(item);
    const fields = (drawn.get(page.pageNum)?.vectorGraphics?.shapes ?? []).filter(
      ({ fill, fillColor }) => fill && !WHITE.test(fillColor ?? ''),
    );
    const invisible = (item: TextItem) =>
      isWhite(item) && !dropped.has(item) && !fields.some(({ bbox }) => holds(bbox, centre(item)));
    if (outside.length > 0) {
      warnings.push({
        code: 'text-off-page',
        detail: 'Text outside the page was left out.',
        page: page.pageNum,
      });
    }
    if (page.textItems.some(invisible)) {
      warnings.push({
        code: 'white-text',
        detail:
          'There is white text on white paper, unless a picture lies under it: check it before you trust it.',
        page: page.pageNum,
      });
    }
  }
  return { dropped, warnings };
};
