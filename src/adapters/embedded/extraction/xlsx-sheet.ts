import { Parser } from 'htmlparser2';
import type { Cleaner } from './clean-text.ts';
import { localName } from './cut-xml.ts';
import {
  type HiddenCells,
  type SheetRow,
  type VisibleRows,
  addCell,
  hiddenKinds,
  startRow,
} from './workbook-rows.ts';
import { decodedPieces, oneLine } from './xlsx-strings.ts';
import { type CellStyle, formatNumber } from './xlsx-styles.ts';

export type SheetContext = {
  strings: readonly string[];
  styleOf: (index: number) => CellStyle;
  date1904: boolean;
  cleaner: Cleaner;
};

type Cell = { column: number; type: string; style: CellStyle; value: string; inline: string };

const NUMBERS = new Set(['', 'n', 'd', 'b']);
const COLUMNS_LIMIT = 16_384;
/** Text of these elements belongs to a cell; that of a formula, or how a word is pronounced, does not. */
const TEXTS = new Set(['v', 't']);

/** Reads the rows of one sheet as they come, until their text is longer than the limit. */
export const readSheetRows = (
  part: Uint8Array,
  context: SheetContext,
  limit: number,
): VisibleRows => {
  const rows: SheetRow[] = [];
  const hidden: HiddenCells = { rows: false, columns: false, cells: false };
  const hiddenColumns = new Set<number>();
  let left = limit;
  let row = startRow(0);
  let rowHidden = false;
  let cell: Cell | null = null;
  let reading: 'value' | 'inline' | null = null;
  let silent = 0;

  const endRow = () => {
    if (row.length === 0) return;
    left -= row.length;
    if (left >= 0) rows.push(row);
  };
  const endCell = ({ column, ...rest }: Cell) => {
    const text = textOf(rest, context);
    const number = NUMBERS.has(rest.type);
    // A format may show nothing of a number; a text of blanks hides nothing.
    if (text === '' && !(number && rest.value.trim() !== '')) return;
    if (rowHidden) hidden.rows = true;
    else if (hiddenColumns.has(column)) hidden.columns = true;
    else if (rest.style.unseen || text === '') hidden.cells = true;
    else addCell(row, { column, text, number });
  };
  const parser = new Parser(
    {
      onopentag: (qualified, attributes) => {
        const name = localName(qualified);
        if (name === 'col') hideColumns(hiddenColumns, attributes);
        else if (name === 'row') {
          row = startRow(Number(attributes['r'] ?? row.index + 2) - 1);
          rowHidden = isTrue(attributes['hidden']);
        } else if (name === 'c') {
          cell = startCell(attributes, { after: cell, styleOf: context.styleOf });
        } else if (name === 'rPh') silent += 1;
        else if (cell && TEXTS.has(name) && silent === 0)
          reading = name === 'v' ? 'value' : 'inline';
      },
      ontext: (text) => {
        if (cell && reading) cell[reading] += text;
      },
      onclosetag: (qualified) => {
        const name = localName(qualified);
        reading = null;
        if (name === 'rPh') silent -= 1;
        else if (name === 'c' && cell) endCell(cell);
        else if (name === 'row') {
          cell = null;
          endRow();
        }
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  for (const piece of decodedPieces(part)) {
    parser.write(piece);
    if (left < 0) break;
  }
  if (left >= 0) parser.end();
  return { rows, hidden: hiddenKinds(hidden), whole: left >= 0 };
};

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

const hideColumns = (columns: Set<number>, attributes: Record<string, string>): void => {
  if (!isTrue(attributes['hidden'])) return;
  const last = Math.min(Number(attributes['max'] ?? 0), COLUMNS_LIMIT);
  for (let column = Number(attributes['min'] ?? 1); column <= last; column += 1)
    columns.add(column - 1);
};

const startCell = (
  attributes: Record<string, string>,
  { after, styleOf }: { after: Cell | null; styleOf: SheetContext['styleOf'] },
): Cell => ({
  column: columnOf(attributes['r'] ?? '') ?? (after ? after.column + 1 : 0),
  type: attributes['t'] ?? '',
  style: styleOf(Number(attributes['s'] ?? 0)),
  value: '',
  inline: '',
});

/** "BC12" is column 54. */
const columnOf = (reference: string): number | null => {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column === 0 ? null : Math.min(column, COLUMNS_LIMIT) - 1;
};

const textOf = (
  { type, style, value, inline }: Omit<Cell, 'column'>,
  { strings, date1904, cleaner }: SheetContext,
): string => {
  switch (type) {
    case 's':
      return strings[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'inlineStr':
      return oneLine(cleaner, inline);
    case 'str':
    case 'e':
    case 'd':
      return oneLine(cleaner, value);
    default:
      return value.trim() === '' ? '' : formatNumber(Number(value), style.format, date1904).trim();
  }
};
