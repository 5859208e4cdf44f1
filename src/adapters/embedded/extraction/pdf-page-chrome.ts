import type { ParsedPage, TextItem } from '@llamaindex/liteparse';

const BAND = 0.1;
const LEAST_PAGES = 3;
const LEAST_SHARE = 0.1;
const PLACE_STEP = 4;
const LARGE = 1.2;

/**
 * Running headers, footers and page numbers: small lines at the edge of the page that come again at the same place on
 * many pages, equal but for the page's own number. Large print is kept: chapter titles stand there too.
 */
export const findPageChrome = (pages: readonly ParsedPage[]): Set<TextItem> => {
  const usualHeight = median(pages.flatMap((page) => page.textItems.map((item) => item.height)));
  const seen = new Map<string, { pages: Set<number>; items: TextItem[] }>();
  for (const page of pages) {
    for (const item of page.textItems) {
      if (item.height > usualHeight * LARGE || !inBand(item, page)) continue;
      const key = `${Math.round(item.y / PLACE_STEP)} ${withoutPageNumber(item.text, page)}`;
      const group = seen.get(key) ?? { pages: new Set(), items: [] };
      group.pages.add(page.pageNum);
      group.items.push(item);
      seen.set(key, group);
    }
  }
  const least = Math.max(LEAST_PAGES, pages.length * LEAST_SHARE);
  return new Set(
    [...seen.values()].filter((group) => group.pages.size >= least).flatMap((group) => group.items),
  );
};

const inBand = (item: TextItem, page: ParsedPage): boolean =>
  item.y + item.height < page.height * BAND || item.y > page.height * (1 - BAND);

/** Only the first number is the page's own: the last page of four says `Page 4 of 4`. */
const withoutPageNumber = (text: string, page: ParsedPage): string => {
  const own = new Set([String(page.pageNum), page.pageLabel]);
  let found = false;
  return text.trim().replaceAll(/[\dIVXLCivxlc]+/gu, (word) => {
    if (found || !own.has(word)) return word;
    found = true;
    return '#';
  });
};

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
