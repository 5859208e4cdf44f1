import type { CellObject, WorkSheet } from '@e965/xlsx';
import type { Cleaner } from './clean-text.ts';

/** A row that holds something; `cells` may have holes. `numbers`: at least one of them is a number or a date. */
export type SheetRow = { index: number; cells: string[]; numbers: boolean; length: number };

const NUMERIC = new Set(['n', 'd', 'b']);

/** What a person sees of a sheet, and what is hidden in it: "rows 3", "columns B", "cells". */
export const visibleRows = (
  sheet: WorkSheet,
  cleaner: Cleaner,
): { rows: SheetRow[]; hidden: string[] } => {
  const hidden = { rows: false, columns: false, cells: false };
  const rows: SheetRow[] = [];
  const textOf = (cell: CellObject | undefined): string => {
    const text = cell?.w ?? (cell?.v === undefined ? '' : String(cell.v));
    // A format of the kind ";;;" shows nothing.
    if (text === '' && cell?.v !== undefined && cell.v !== '') hidden.cells = true;
    return cleaner.clean(text).replaceAll(/\s+/gu, ' ').trim();
  };
  for (const [index, row] of (sheet['!data'] ?? []).entries()) {
    if (!row) continue;
    const rowHidden = sheet['!rows']?.[index]?.hidden === true;
    const cells = row.map((cell, column) => {
      const columnHidden = sheet['!cols']?.[column]?.hidden === true;
      if (!rowHidden && !columnHidden) return textOf(cell);
      if (cell?.v !== undefined) hidden[rowHidden ? 'rows' : 'columns'] = true;
      return '';
    });
    if (!cells.some(Boolean)) continue;
    const length = cells.reduce((sum, cell) => sum + cell.length, 0);
    rows.push({ index, cells, length, numbers: row.some((cell) => NUMERIC.has(cell?.t)) });
  }
  return {
    rows,
    hidden: (['rows', 'columns', 'cells'] as const).filter((kind) => hidden[kind]),
  };
};
