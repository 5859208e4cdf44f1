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
  blocks: (page.blocks ?? []).filter(({ bbox }) => bbox !== undefined).map(toBlock),
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
