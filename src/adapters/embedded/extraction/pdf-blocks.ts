import type { PlacedText } from '../../../domain/document.ts';
import { type Flow, flowOf, toParagraphs } from './pdf-flow.ts';
import { fillBlocks, isVertical, toColumns, toLines } from './pdf-items.ts';
import { tableGrid } from './pdf-table.ts';
import { joinCells, placesOf, writeLines, type Writing } from './pdf-text.ts';
import type { BlockDraft, TextBuilder } from './text-builder.ts';
import type { PageBlock, PageItem, PdfPage } from './pdf-page.ts';

export type Target = Writing & {
  builder: TextBuilder;
  placed: PlacedText[];
  /** Levels of the headings so far by the height of their letters. */
  levels: Map<number, number>;
  /** The height of most letters of the document. */
  usualHeight: number;
};

const DEEPEST = 6;
const SMALL = 0.85;
const AUTHORS = /@|[∗†‡].*[∗†‡]/u;

/** Writes the blocks of one page, with the place of every line. */
export const addPage = (page: PdfPage, items: readonly PageItem[], target: Target): void => {
  if (isVertical(items)) {
    addLines({ kind: 'paragraph', page: page.pageNum }, [toColumns(items)], target);
    return;
  }
  let first = true;
  for (const { block, items: own, lines } of flowOf(fillBlocks(page, items))) {
    if (block?.kind === 'table') addTable({ block, items: own, page: page.pageNum }, target);
    else addProse({ block, items: own, lines, first, page: page.pageNum }, target);
    first = false;
  }
};

type Filled<Kind> = { block: Kind; items: readonly PageItem[]; page: number };

const addProse = (
  { block, items, lines, page, first }: Flow & { page: number; first: boolean },
  target: Target,
): void => {
  const isOther = isProse(block, items) || isNoHeading(block, items, target);
  const draft = draftOf(isOther ? null : block, page);
  if (draft.kind === 'heading' || draft.kind === 'code') {
    addLines(draft.kind === 'heading' ? sameAsBefore(draft, items, target) : draft, lines, target);
    return;
  }
  for (const [index, paragraph] of toParagraphs(lines).entries()) {
    // The layout takes a paragraph behind a list into its last item.
    const kind = index === 0 ? draft.kind : 'paragraph';
    const continued = first && index === 0 && startsInSentence(paragraph);
    addLines({ ...draft, kind, continued }, paragraph, target);
  }
};

/** Letters in a drawing, or the names and addresses of authors. */
const isNoHeading = (
  block: PageBlock | null,
  items: readonly PageItem[],
  { usualHeight }: Target,
): boolean => {
  if (block?.kind !== 'heading') return false;
  const text = items.map((item) => item.text).join(' ');
  return (
    letterHeight(items) < usualHeight * SMALL || /^\s*\p{L}\s*$/u.test(text) || AUTHORS.test(text)
  );
};

/** Headings of the same print have the same level, whatever the page around them suggests. */
const sameAsBefore = (
  draft: BlockDraft,
  items: readonly PageItem[],
  { levels }: Target,
): BlockDraft => {
  const height = letterHeight(items);
  const level = levels.get(height) ?? draft.level ?? DEEPEST;
  levels.set(height, level);
  return { ...draft, level };
};

const letterHeight = (items: readonly PageItem[]): number =>
  Math.round(Math.max(...items.map((item) => item.height)));

const addTable = ({ block, items, page }: Filled<PageBlock>, target: Target): void => {
  const { above, isTitle, rows } = tableGrid(block, items);
  if (above.length > 0 && isTitle) {
    const level = target.levels.get(letterHeight(above.flat())) ?? DEEPEST;
    addLines({ kind: 'heading', level, page }, above, target);
  } else if (above.length > 0)
    addLines({ kind: 'paragraph', page, continued: true }, above, target);
  if (rows.length === 0) return;
  const written = rows.map((cells) =>
    joinCells(cells.map((cell) => writeLines(toLines(cell), target))),
  );
  const header = rows.length > 1 && (block.header ?? []).length > 0;
  const { start } = target.builder.addRows(
    { kind: 'table', page, header },
    written.map((row) => row.text),
  );
  let at = start;
  for (const row of written) {
    target.placed.push(...placesOf(row, { start: at, page }));
    at += row.text.length + 1;
  }
};

const addLines = (draft: BlockDraft, lines: readonly PageItem[][], target: Target): void => {
  const written = writeLines(lines, target, draft.kind === 'code' ? '\n' : ' ');
  if (written.text.trim() === '') return;
  const { start } = target.builder.add(draft, written.text);
  target.placed.push(...placesOf(written, { start, page: draft.page ?? 1 }));
};

const draftOf = (block: PageBlock | null, page: number): BlockDraft => {
  switch (block?.kind) {
    case 'heading':
      return { kind: 'heading', level: block.level ?? 2, page };
    case 'list_item':
      return { kind: 'list-item', page };
    case 'code':
      return { kind: 'code', page };
    default:
      return { kind: 'paragraph', page };
  }
};

/** Text in a typewriter's letters looks like a program to the layout. */
const isProse = (block: PageBlock | null, items: readonly PageItem[]): boolean => {
  if (block?.kind !== 'code') return false;
  const text = items.map((item) => item.text).join(' ');
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  return words.join(' ').length > text.replaceAll(/\s+/gu, ' ').length * 0.8;
};

/** A page that begins with a small letter goes on with the sentence of the page before. */
const startsInSentence = (lines: readonly PageItem[][]): boolean =>
  /^\p{Ll}/u.test(lines[0]?.[0]?.text.trim() ?? '');
