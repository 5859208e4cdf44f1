import type { PageItem, PdfPage } from './pdf-page.ts';

const BAND = 0.1;
const LEAST_PAGES = 3;
const LEAST_SHARE = 0.1;
const PLACE_STEP = 4;
const LARGE = 1.2;
const HEIGHT_STEP = 0.1;

/**
 * Running headers, footers and page numbers: small lines at the edge of the page that come again at the same place on
 * many pages, equal but for the page's own number. Large print is kept: chapter titles stand there too.
 */
export const createChromeFinder = () => {
  const seen = new Map<string, { pages: number; last: number }>();
  const heights = new Map<number, number>();
  let pages = 0;
  let usual = 0;
  const usualHeight = (): number => (usual ||= median(heights));
  return {
    see: (page: PdfPage): void => {
      pages += 1;
      for (const item of page.items) {
        const step = Math.round(item.height / HEIGHT_STEP);
        heights.set(step, (heights.get(step) ?? 0) + 1);
        if (!inBand(item, page)) continue;
        const key = keyOf(item, page);
        const group = seen.get(key) ?? { pages: 0, last: 0 };
        if (group.last !== page.pageNum) group.pages += 1;
        seen.set(key, { ...group, last: page.pageNum });
      }
      usual = 0;
    },
    /** Once all pages were seen. */
    isChrome: (item: PageItem, page: PdfPage): boolean => {
      if (!inBand(item, page)) return false;
      if (item.height > usualHeight() * LARGE) return false;
      const least = Math.max(LEAST_PAGES, pages * LEAST_SHARE);
      return (seen.get(keyOf(item, page))?.pages ?? 0) >= least;
    },
    /** Of most letters, once all pages were seen. */
    usualHeight,
  };
};

export type ChromeFinder = ReturnType<typeof createChromeFinder>;

const keyOf = (item: PageItem, page: PdfPage): string =>
  `${Math.round(item.y / PLACE_STEP)} ${withoutPageNumber(item.text, page)}`;

const inBand = (item: PageItem, page: PdfPage): boolean =>
  item.y + item.height < page.height * BAND || item.y > page.height * (1 - BAND);

/** Only the first number is the page's own: the last page of four says `Page 4 of 4`. */
const withoutPageNumber = (text: string, page: PdfPage): string => {
  const own = new Set([String(page.pageNum), page.pageLabel]);
  let found = false;
  return text.trim().replaceAll(/[\dIVXLCivxlc]+/gu, (word) => {
    if (found || !own.has(word)) return word;
    found = true;
    return '#';
  });
};

const median = (heights: ReadonlyMap<number, number>): number => {
  const sorted = [...heights].toSorted(([a], [b]) => a - b);
  let left = sorted.reduce((sum, [, count]) => sum + count, 0) / 2;
  for (const [step, count] of sorted) {
    left -= count;
    if (left <= 0) return step * HEIGHT_STEP;
  }
  return 0;
};
