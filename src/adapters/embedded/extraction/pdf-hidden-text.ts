import type { ParsedPage, ScreenshotResult } from '@llamaindex/liteparse';
import { contrastIn, readPagePicture } from './page-picture.ts';
import { lettersIn, type PageItem, type PdfPage } from './pdf-page.ts';

const WHITE = /^fff[\da-f]f[\da-f]f[\da-f]$/iu;
/** Letters of two points and less are for machines. */
const LEAST_HEIGHT = 2.5;
/** Of 255: less is one colour to the eye. */
const LEAST_CONTRAST = 10;
/** Letters stand in the middle of their box; lines of a table may run along its edges. */
const MIDDLE = 0.5;

export const hasWhiteText = (page: ParsedPage): boolean =>
  page.textItems.some(({ fillColor }) => WHITE.test(fillColor ?? ''));

/** Takes out what is too small to read, or beside the page. */
export const withoutUnreadable = (page: PdfPage): PdfPage =>
  keepSeen(page, (item) => item.height >= LEAST_HEIGHT && isOnPage(item, page));

const isOnPage = (item: PageItem, { width, height }: PdfPage): boolean =>
  item.x < width && item.y < height && item.x + item.width > 0 && item.y + item.height > 0;

/**
 * Takes out what cannot be seen when the page is drawn: text in the colour of what lies under it, text that is never
 * painted. The letters that text recognition lays over a scan stay: there the scan shows them.
 */
export const withoutInvisible = (page: PdfPage, drawn: ScreenshotResult): PdfPage => {
  const picture = readPagePicture(drawn.imageBuffer);
  if (!picture) return page;
  const scale = drawn.width / page.width;
  return keepSeen(page, ({ x, y, width, height }) => {
    const middle = {
      x: x * scale,
      y: (y + (height * (1 - MIDDLE)) / 2) * scale,
      width: width * scale,
      height: height * MIDDLE * scale,
    };
    return contrastIn(picture, middle) >= LEAST_CONTRAST;
  });
};

const keepSeen = (page: PdfPage, isSeen: (item: PageItem) => boolean): PdfPage => {
  const items = page.items.filter(isSeen);
  if (items.length === page.items.length) return page;
  const seen = new Set(items);
  const hidden = lettersIn(page.items.filter((item) => !seen.has(item)));
  return { ...page, items, hidden: page.hidden + hidden };
};
