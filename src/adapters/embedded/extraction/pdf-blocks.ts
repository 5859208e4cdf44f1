import type { LayoutBlock, ParsedPage, TextItem } from '@llamaindex/liteparse';
import type { PlacedText } from '../../../domain/document.ts';
import type { Cleaner } from './clean-text.ts';
import {
  centre,
  fillBlocks,
  holds,
  isEastAsian,
  isVertical,
  toColumns,
  toLines,
  toParagraphs,
} from './pdf-items.ts';
import type { BlockDraft, TextBuilder } from './text-builder.ts';
import { CELL_SEPARATOR } from './text-builder.ts';

type Target = { builder: TextBuilder; cleaner: Cleaner; placed: PlacedText[] };
type Piece = { item: TextItem; start: number; end: number };

/** A gap up to this share of the line's height is no space. */
const TOUCHING = 0.12;

/** Writes the blocks of one page, with the place of every line. */
export const addPage = (page: ParsedPage, items: readonly TextItem[], target: Target): void => {
  if (isVertical(items)) {
    addLines(
      { kind: 'paragraph', page: page.pageNum },
      { lines: [toColumns(items)], joined: true },
      target,
    );
    return;
  }
  let first = true;
  for (const { block, items: own } of fillBlocks(page, items)) {
    if (block?.kind === 'table') {
      addTable(page.pageNum, { block, items: own }, target);
    } else {
      const draft = draftOf(isProse(block, own) ? null : block, page.pageNum);
      const lines = toLines(own);
      const paragraphs = draft.kind === 'paragraph' ? toParagraphs(lines) : [lines];
      for (const paragraph of paragraphs) {
        const continued = first && draft.kind === 'paragraph' && startsInSentence(paragraph);
        addLines(
          { ...draft, continued },
          { lines: paragraph, joined: draft.kind !== 'code' },
          target,
        );
        first = false;
      }
    }
    first = false;
  }
};

const draftOf = (block: LayoutBlock | null, page: number): BlockDraft => {
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
const isProse = (block: LayoutBlock | null, items: readonly TextItem[]): boolean => {
  if (block?.kind !== 'code') return false;
  const text = items.map((item) => item.text).join(' ');
  const words = text.match(/\p{L}{2,}/gu) ?? [];
  return words.join(' ').length > text.replaceAll(/\s+/gu, ' ').length * 0.8;
};

/** A page that begins with a small letter goes on with the sentence of the page before. */
const startsInSentence = (lines: readonly TextItem[][]): boolean =>
  /^\p{Ll}/u.test(lines[0]?.[0]?.text.trim() ?? '');

const addLines = (
  draft: BlockDraft,
  { lines, joined }: { lines: readonly TextItem[][]; joined: boolean },
  target: Target,
): void => {
  let text = '';
  const pieces: Piece[] = [];
  for (const line of lines) {
    if (text !== '') text = joined ? joinLine(text, pieces, line[0]) : `${text}\n`;
    for (const [index, item] of line.entries()) {
      if (index > 0 && apart(line[index - 1], item)) text += ' ';
      const words = target.cleaner.clean(item.text).trim();
      pieces.push({ item, start: text.length, end: text.length + words.length });
      text += words;
    }
  }
  if (text.trim() === '') return;
  const { start } = target.builder.add(draft, text);
  place({ pieces, start, page: draft.page ?? 1 }, target);
};

/** One word may be drawn in several pieces: they touch. */
const apart = (before: TextItem | undefined, next: TextItem): boolean => {
  if (!before || (isEastAsian(before.text.trim().slice(-1)) && isEastAsian(next.text.trim())))
    return false;
  const sameLine =
    Math.abs(centre(before).y - centre(next).y) < Math.min(before.height, next.height) / 2;
  return (
    !sameLine ||
    next.x - (before.x + before.width) > Math.min(before.height, next.height) * TOUCHING
  );
};

/** A word broken at the end of a line is one word again; other lines are joined by a space. */
const joinLine = (text: string, pieces: Piece[], next: TextItem | undefined): string => {
  const broken = /\p{L}[-\u2010]$/u.test(text) && /^\p{Ll}/u.test(next?.text.trim() ?? '');
  if (!broken) return isEastAsian(text.slice(-1)) ? text : `${text} `;
  const last = pieces.at(-1);
  if (last) last.end -= 1;
  return text.slice(0, -1);
};

const addTable = (
  page: number,
  { block, items }: { block: LayoutBlock; items: TextItem[] },
  target: Target,
): void => {
  const rows: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  for (const cells of cellItems(block, items)) {
    let row = '';
    for (const [index, cell] of cells.entries()) {
      if (index > 0) row += CELL_SEPARATOR;
      for (const [place, item] of cell.entries()) {
        if (apart(cell[place - 1], item)) row += ' ';
        const words = target.cleaner.clean(item.text).replaceAll(/\s+/gu, ' ').trim();
        pieces.push({ item, start: length + row.length, end: length + row.length + words.length });
        row += words;
      }
    }
    rows.push(row);
    length += row.length + 1;
  }
  if (rows.length === 0) return;
  const draft: BlockDraft = { kind: 'table', page, header: (block.header ?? []).length > 0 };
  const { start } = target.builder.addRows(draft, rows);
  place({ pieces, start, page }, target);
};

/** The items of every cell, row by row; what no cell holds makes a row of its own where it stands. */
const cellItems = (block: LayoutBlock, items: readonly TextItem[]): TextItem[][][] => {
  const left = new Set(items);
  const rows = [block.header ?? [], ...(block.rows ?? [])]
    .filter((cells) => cells.length > 0)
    .map((cells) =>
      cells.map(({ bbox }) => {
        const own = bbox ? [...left].filter((item) => holds(bbox, centre(item))) : [];
        for (const item of own) left.delete(item);
        return toLines(own).flat();
      }),
    )
    .filter((cells) => cells.some((cell) => cell.length > 0));
  const loose = toLines([...left]).map((line) => line.map((item) => [item]));
  return [...rows, ...loose].toSorted((a, b) => topOf(a) - topOf(b));
};

const topOf = (row: readonly TextItem[][]): number => Math.min(...row.flat().map((item) => item.y));

const tenth = (value: number): number => Math.round(value * 10) / 10;

const place = (
  { pieces, start, page }: { pieces: readonly Piece[]; start: number; page: number },
  { placed }: Target,
): void => {
  for (const { item, ...range } of pieces) {
    if (range.end <= range.start) continue;
    placed.push({
      start: start + range.start,
      end: start + range.end,
      page,
      left: tenth(item.x),
      top: tenth(item.y),
      width: tenth(item.width),
      height: tenth(item.height),
    });
  }
};
