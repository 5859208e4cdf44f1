import { type CellObject, read, SSF, type WorkBook, type WorkSheet } from '@e965/xlsx';
import type { Cleaner } from './clean-text.ts';
import {
  type HiddenCells,
  type OpenWorkbook,
  type SheetRow,
  type VisibleRows,
  addCell,
  hiddenKinds,
  startRow,
} from './workbook-rows.ts';
import { oneLine } from './xlsx-strings.ts';
import { formatNumber, ISO_DATE } from './xlsx-styles.ts';

const NUMBERS = new Set(['n', 'd', 'b']);
/** Day and month as figures: which is which differs from country to country. */
const IN_FIGURES = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b/u;

/** Opens workbooks from before 2007, binary ones and those of OpenDocument; as a whole, because they lie in one piece. */
export const openOtherWorkbook = (bytes: Uint8Array, cleaner: Cleaner): OpenWorkbook => {
  const workbook = read(bytes, {
    type: 'buffer',
    dense: true,
    cellFormula: false,
    cellHTML: false,
    cellStyles: true,
    dateNF: ISO_DATE,
  });
  const show = workbook.bookType === 'ods' ? shownInOpenDocument : shownIn;
  return {
    about: aboutOf(workbook),
    sheets: workbook.SheetNames.map((name, index) => ({
      name,
      hidden: (workbook.Workbook?.Sheets?.[index]?.Hidden ?? 0) !== 0,
      read: (limit) =>
        readRows(workbook.Sheets[name] ?? {}, limit, (cell) => oneLine(cleaner, show(cell))),
    })),
  };
};

const readRows = (
  sheet: WorkSheet,
  limit: number,
  show: (cell: CellObject) => string,
): VisibleRows => {
  const hidden: HiddenCells = { rows: false, columns: false, cells: false };
  const rows: SheetRow[] = [];
  let left = limit;
  for (const [index, cells] of (sheet['!data'] ?? []).entries()) {
    if (!cells) continue;
    const row = startRow(index);
    for (const [column, cell] of cells.entries()) {
      if (cell?.v === undefined || (cell.t === 's' && String(cell.v).trim() === '')) continue;
      const text = show(cell);
      if (sheet['!rows']?.[index]?.hidden === true) hidden.rows = true;
      else if (sheet['!cols']?.[column]?.hidden === true) hidden.columns = true;
      else if (text === '') hidden.cells = true;
      else addCell(row, { column, text, number: NUMBERS.has(cell.t) });
    }
    left -= row.length;
    if (left < 0) break;
    if (row.length > 0) rows.push(row);
  }
  return { rows, hidden: hiddenKinds(hidden), whole: left >= 0 };
};

/** A cell that shows nothing of its number has an empty text, not none. */
const shownIn = ({ w, v }: CellObject): string => w ?? v?.toString() ?? '';

/** The short date of OpenDocument is that of the country where it was saved last. */
const shownInOpenDocument = (cell: CellObject): string => {
  const { w = '', v, z } = cell;
  const isShortDate = typeof v === 'number' && SSF.is_date(String(z)) && IN_FIGURES.test(w);
  if (!isShortDate) return shownIn(cell);
  return formatNumber(v, w.includes(':') ? `${ISO_DATE} hh:mm` : ISO_DATE, false);
};

/** Under the names that new workbooks use. */
const aboutOf = ({ Props = {} }: WorkBook): Map<string, string> =>
  new Map(
    [
      ['title', Props.Title],
      ['creator', Props.Author],
      ['subject', Props.Subject],
      ['keywords', Props.Keywords],
      ['created', Props.CreatedDate],
      ['modified', Props.ModifiedDate],
    ].flatMap(([name, value]) =>
      value === undefined || value === ''
        ? []
        : [[String(name), value instanceof Date ? value.toISOString() : value]],
    ),
  );
