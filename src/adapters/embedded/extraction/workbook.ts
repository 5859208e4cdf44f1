import type { DocumentMetadata, DocumentWarning } from '../../../domain/document.ts';
import { type Cleaner, createCleaner } from './clean-text.ts';
import { openOtherWorkbook } from './other-workbook.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { createSheetBlocks } from './workbook-blocks.ts';
import type { OpenWorkbook } from './workbook-rows.ts';
import { openXlsx } from './xlsx-workbook.ts';

export type WorkbookFormat = 'xlsx' | 'xls' | 'ods';

const TEXT_LIMIT = 40_000_000;
/** A real workbook repeats words; one that gives many times what it holds was made to do so. */
const GROWTH_LIMIT = 20;
const GROWTH_FLOOR = 5_000_000;

const NOT_READ = 'part-not-read';
const DAMAGED =
  'The workbook is damaged and cannot be opened. Save it again with the program that made it, or as CSV.';
const GROWS =
  'The workbook unpacks to far more text than its size, as an attack would. It was not read.';

/** Reads sheets as a person sees them: dates and numbers in their format, nothing that is hidden. Sheet = page. */
export const readWorkbook = (format: WorkbookFormat, { bytes }: Source): Outcome => {
  const cleaner = createCleaner();
  let workbook: OpenWorkbook;
  try {
    workbook =
      (format === 'xlsx' ? openXlsx(bytes, cleaner) : null) ?? openOtherWorkbook(bytes, cleaner);
  } catch {
    // What is thrown here is the libraries' way to say that they cannot read a file.
    return failed(DAMAGED);
  }
  return readSheets(workbook, { bytes: bytes.length, cleaner });
};

const readSheets = (
  { sheets, about }: OpenWorkbook,
  { bytes, cleaner }: { bytes: number; cleaner: Cleaner },
): Outcome => {
  const blocks = createSheetBlocks();
  const warnings: DocumentWarning[] = [];
  const grown = Math.max(GROWTH_FLOOR, bytes * GROWTH_LIMIT);
  let left = Math.min(TEXT_LIMIT, grown);
  for (const [index, { name, hidden: sheetHidden, read }] of sheets.entries()) {
    const page = index + 1;
    const place = { page, range: { start: blocks.end(), end: blocks.end() } };
    if (sheetHidden) {
      warnings.push({ ...hiddenIn(`The sheet “${name}” is hidden`), ...place });
      continue;
    }
    const visible = read(left);
    if (!visible) {
      warnings.push(notRead(name, page));
      continue;
    }
    const { rows, hidden, whole } = visible;
    if (!whole && grown < TEXT_LIMIT) return failed(GROWS);
    left -= rows.reduce((sum, { length }) => sum + length, 0);
    if (rows.length > 0) blocks.writeSheet({ name: cleaner.clean(name), page, rows });
    if (hidden.length > 0) {
      const what = `${hidden.join(' and ')} of the sheet “${name}” are hidden`;
      warnings.push({ ...hiddenIn(`Some ${what}`), ...place });
    }
    if (!whole) {
      warnings.push(cutShort(name, page));
      break;
    }
  }
  const built = blocks.finish();
  const missing = warnings.some(({ code }) => code === NOT_READ);
  if (built.text === '') return failed(missing ? DAMAGED : NO_TEXT);
  return {
    outcome: 'extracted',
    extracted: {
      ...built,
      pages: sheets.length,
      title: about.get('title') ?? null,
      language: null,
      placed: new Float64Array(),
      warnings: [...cleaner.warnings(), ...warnings],
      metadata: metadataOf(about),
      whole: !missing,
    },
  };
};

const hiddenIn = (what: string) => ({
  code: 'hidden-text',
  reason: `${what}: this was left out.`,
});

const notRead = (name: string, page: number): DocumentWarning => ({
  code: NOT_READ,
  range: null,
  page,
  reason: `The sheet “${name}” is damaged: it was not read. Save the workbook again.`,
});

const cutShort = (name: string, page: number): DocumentWarning => ({
  code: NOT_READ,
  range: null,
  page,
  reason: `The workbook is larger than the limits: it was read up to the middle of the sheet “${name}”. Split it.`,
});

const metadataOf = (about: ReadonlyMap<string, string>): DocumentMetadata =>
  Object.fromEntries(
    [
      ['author', about.get('creator')],
      ['subject', about.get('subject')],
      ['keywords', about.get('keywords')],
      ['created', isoDate(about.get('created'))],
      ['modified', isoDate(about.get('modified'))],
    ].flatMap(([name, value]) => (name && value ? [[name, value]] : [])),
  );

const isoDate = (value: string | undefined): string | undefined => {
  const date = new Date(value ?? '');
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};
