import { type CellObject, read, type WorkBook, type WorkSheet } from '@e965/xlsx';
import type { DocumentMetadata, DocumentWarning } from '../../../domain/document.ts';
import { type Cleaner, createCleaner } from './clean-text.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { createSheetBlocks } from './workbook-blocks.ts';
import { type SheetRow, visibleRows } from './workbook-rows.ts';

const TEXT_LIMIT = 20_000_000;
/** A real workbook repeats words; one that gives many times what it holds was made to do so. */
const GROWTH_LIMIT = 20;
const GROWTH_FLOOR = 5_000_000;

/** Reads sheets as a person sees them: dates and numbers in their format, nothing that is hidden. Sheet = page. */
export const readWorkbook = ({ bytes }: Source): Outcome => {
  let workbook: WorkBook;
  try {
    workbook = read(bytes, {
      type: 'buffer',
      dense: true,
      cellFormula: false,
      cellHTML: false,
      cellStyles: true,
      // A date without a format of its own is shown in each reader's own way; this one is read alike by all.
      dateNF: 'yyyy-mm-dd',
    });
  } catch {
    return failed(
      'The workbook is damaged and cannot be opened. Save it again with the program that made it, or as CSV.',
    );
  }
  if (textLength(workbook) > Math.max(GROWTH_FLOOR, bytes.length * GROWTH_LIMIT)) {
    return failed(
      'The workbook unpacks to far more text than its size, as an attack would. It was not read.',
    );
  }
  return writeSheets(workbook);
};

/** Texts that many cells share are held once: counting them costs nothing. */
const textLength = ({ Sheets }: WorkBook): number =>
  Object.values(Sheets).reduce(
    (sum, sheet) =>
      sum +
      cellsOf(sheet).reduce(
        (inSheet, row) =>
          inSheet +
          row.reduce((inRow, cell) => inRow + (cell?.w ?? cell?.v?.toString() ?? '').length, 0),
        0,
      ),
    0,
  );

/** Rows without any cell are holes. */
const cellsOf = (sheet: WorkSheet): CellObject[][] =>
  (sheet['!data'] ?? []).filter((row) => row !== undefined);

const writeSheets = (workbook: WorkBook): Outcome => {
  const cleaner = createCleaner();
  const blocks = createSheetBlocks();
  const warnings: DocumentWarning[] = [];
  let left = TEXT_LIMIT;
  for (const [index, name] of workbook.SheetNames.entries()) {
    const page = index + 1;
    const sheet = workbook.Sheets[name];
    if (!sheet) continue;
    const at = { start: blocks.end(), end: blocks.end() };
    if (workbook.Workbook?.Sheets?.[index]?.Hidden) {
      warnings.push({ ...hiddenIn(`The sheet “${name}” is hidden`), range: at, page });
      continue;
    }
    const { rows, hidden } = visibleRows(sheet, cleaner);
    if (hidden.length > 0) {
      const what = `${hidden.join(' and ')} of the sheet “${name}” are hidden`;
      warnings.push({ ...hiddenIn(what), range: at, page });
    }
    const kept = within(rows, left);
    left -= kept.reduce((sum, { length }) => sum + length, 0);
    if (kept.length > 0) blocks.writeSheet({ name: cleaner.clean(name), page, rows: kept });
    if (kept.length < rows.length) {
      warnings.push(cutShort(name, page));
      break;
    }
  }
  return toOutcome(workbook, { ...blocks.finish(), warnings, cleaner });
};

const hiddenIn = (what: string) => ({
  code: 'hidden-text',
  reason: `${what}: this was left out.`,
});

const cutShort = (name: string, page: number): DocumentWarning => ({
  code: 'part-not-read',
  range: null,
  page,
  reason: `The workbook is larger than the limits: it was read up to the middle of the sheet “${name}”. Split it.`,
});

const within = (rows: readonly SheetRow[], limit: number): SheetRow[] => {
  let sum = 0;
  const end = rows.findIndex(({ length }) => {
    sum += length;
    return sum > limit;
  });
  return end === -1 ? [...rows] : rows.slice(0, end);
};

const toOutcome = (
  workbook: WorkBook,
  {
    warnings,
    cleaner,
    ...built
  }: ReturnType<ReturnType<typeof createSheetBlocks>['finish']> & {
    warnings: DocumentWarning[];
    cleaner: Cleaner;
  },
): Outcome => {
  if (built.text === '') return failed(NO_TEXT);
  return {
    outcome: 'extracted',
    extracted: {
      ...built,
      pages: workbook.SheetNames.length,
      title: workbook.Props?.Title?.trim() || null,
      language: null,
      placed: [],
      warnings: [...cleaner.warnings(), ...warnings],
      metadata: metadataOf(workbook),
      whole: warnings.every(({ code }) => code !== 'part-not-read'),
    },
  };
};

const metadataOf = ({ Props = {} }: WorkBook): DocumentMetadata => {
  const { Author, Subject, Keywords, CreatedDate, ModifiedDate } = Props;
  const texts = { author: Author, subject: Subject, keywords: Keywords };
  const dates = { created: CreatedDate, modified: ModifiedDate };
  return Object.fromEntries([
    ...Object.entries(texts).flatMap(([name, value]) =>
      value?.trim() ? [[name, value.trim()]] : [],
    ),
    ...Object.entries(dates).flatMap(([name, value]) => {
      const date = value === undefined ? null : new Date(value);
      return date && !Number.isNaN(date.getTime()) ? [[name, date.toISOString()]] : [];
    }),
  ]);
};
