import type { LayoutBlock, LayoutCell, ParsedPage, Rect, TextItem } from '@llamaindex/liteparse';

export type PageItem = Pick<TextItem, 'text' | 'x' | 'y' | 'width' | 'height'> & {
  /** Where it really is, when `y` was put straight. */
  top?: number;
};
export type PageCell = Pick<LayoutCell, 'bbox'>;
export type PageBlock = Pick<LayoutBlock, 'kind' | 'level' | 'bbox'> & {
  header?: PageCell[];
  rows?: PageCell[][];
};

/** What of a page is kept until the document is made of it: it has to be small, and the same after a break. */
export type PdfPage = {
  pageNum: number;
  pageLabel?: string;
  width: number;
  height: number;
  items: PageItem[];
  blocks: PageBlock[];
  fields: { name: string; value: string }[];
  /** `picture`: something to see, and nobody who recognises its letters. */
  state: 'read' | 'recognised' | 'picture' | 'damaged';
  /** Of a recognised page: how sure its letters are, from 0 to 1. */
  confidence?: number;
  /** Characters that a reader does not see and that were left out. */
  hidden: number;
};

export const toPdfPage = (page: ParsedPage): PdfPage => ({
  pageNum: page.pageNum,
  ...(page.pageLabel !== undefined && { pageLabel: page.pageLabel }),
  width: page.width,
  height: page.height,
  items: page.textItems.filter(({ text }) => text.trim() !== '').map(toItem),
  blocks: (page.blocks ?? [])
    .filter(({ bbox }) => bbox !== undefined)
    .map((block) => toBlock(block.kind === 'heading' ? wholeHeading(block, page) : block)),
  fields: drawnNowhere(page),
  state: 'read',
  hidden: 0,
});

export const damagedPage = (pageNum: number): PdfPage => ({
  pageNum,
  width: 0,
  height: 0,
  items: [],
  blocks: [],
  fields: [],
  state: 'damaged',
  hidden: 0,
});

export const lettersIn = (items: readonly { text: string }[]): number =>
  items.reduce((sum, { text }) => sum + text.trim().length, 0);

const toItem = ({ text, x, y, width, height }: TextItem): PageItem => ({
  text,
  x: hundredth(x),
  y: hundredth(y),
  width: hundredth(width),
  height: hundredth(height),
});

const hundredth = (value: number): number => Math.round(value * 100) / 100;

const toBlock = ({ kind, level, bbox, header, rows }: LayoutBlock): PageBlock => ({
  kind,
  ...(level !== undefined && { level }),
  ...toCell({ bbox }),
  ...(kind === 'table' && { header: (header ?? []).map(toCell), rows: (rows ?? []).map(toRow) }),
});

/** The library joins the lines of a heading, but its box is that of the first. */
const wholeHeading = (block: LayoutBlock, { textItems }: ParsedPage): LayoutBlock => {
  const { bbox } = block;
  if (!bbox) return block;
  const whole = { ...bbox };
  let rest = squeezed(block.text ?? '');
  for (const item of textItems) {
    if (rest === '') break;
    const words = squeezed(item.text);
    const below = item.y - whole.y - whole.height;
    if (words === '' || below > item.height || item.y < whole.y - item.height / 2) continue;
    if (!rest.startsWith(words)) continue;
    rest = rest.slice(words.length);
    const right = Math.max(whole.x + whole.width, item.x + item.width);
    whole.x = Math.min(whole.x, item.x);
    whole.width = right - whole.x;
    whole.height = Math.max(whole.height, item.y + item.height - whole.y);
  }
  return rest === '' ? { ...block, bbox: whole } : block;
};

const squeezed = (text: string): string => text.replaceAll(/\s+/gu, '');

const toRow = (cells: readonly LayoutCell[]): PageCell[] => cells.map(toCell);
const toCell = ({ bbox }: { bbox?: Rect | undefined }): PageCell =>
  bbox
    ? {
        bbox: {
          x: hundredth(bbox.x),
          y: hundredth(bbox.y),
          width: hundredth(bbox.width),
          height: hundredth(bbox.height),
        },
      }
    : {};

/** Values that were typed into a form are not always drawn on the page. */
const drawnNowhere = (page: ParsedPage): { name: string; value: string }[] =>
  (page.formFields ?? []).flatMap(({ value, alternateName, name }) => {
    const typed = value?.trim() ?? '';
    const drawn = typed === '' || /^off$/iu.test(typed) || page.text.includes(typed.slice(0, 40));
    return drawn ? [] : [{ name: alternateName ?? name ?? '', value: typed }];
  });
