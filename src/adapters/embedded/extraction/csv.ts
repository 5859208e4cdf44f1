import { parse } from 'csv-parse/sync';
import type { DocumentWarning } from '../../../domain/document.ts';
import { type Cleaner, createCleaner } from './clean-text.ts';
import { NO_TEXT, type Outcome, failed } from './outcome.ts';
import { createTextBuilder, type TextBuilder } from './text-builder.ts';

const DELIMITERS = [',', ';', '\t', '|'];
const ROWS_IN_GROUP = 200;
const RECORD_LIMIT = 1_000_000;

/** Every row becomes a line that says its column names, so that one row alone can be understood and quoted. */
export const readCsv = (source: string): Outcome => {
  const cleaner = createCleaner();
  const text = source.replace(/^\uFEFF/u, '');
  const table = readRecords(text);
  if ('outcome' in table) return table;
  const { records, warnings } = table;
  const [first = [], ...rows] = records;
  const header = first.map((name) => cleaner.clean(name).trim());
  const lines = rows.length === 0 ? [header.join(', ')] : rows.map((row) => describe(header, row));
  return build(
    lines.filter((line) => line !== ''),
    { cleaner, warnings },
  );
};

type Table = { records: string[][]; warnings: DocumentWarning[] };

/** A quotation mark that is never closed would take in all that follows: then none means anything. */
const readRecords = (text: string): Table | Outcome => {
  const options = {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: RECORD_LIMIT,
  };
  try {
    return { records: parse(text, options), warnings: [] };
  } catch {
    try {
      return { records: parse(text, { ...options, quote: false }), warnings: [UNCLOSED] };
    } catch {
      return failed('The table cannot be read: one of its rows is longer than a megabyte.');
    }
  }
};

const UNCLOSED: DocumentWarning = {
  code: 'unclosed-quotation-mark',
  range: null,
  reason:
    'A quotation mark in this table is never closed. Every line was read as a row: cells that hold line breaks or separators are in pieces.',
};

type Target = { builder: TextBuilder; cleaner: Cleaner };

/** Each is one line, and its warnings know where it will stand. */
const cleanRows = (rows: readonly string[], { builder, cleaner }: Target): string[] => {
  let at = builder.nextStart();
  return rows.map((row) => {
    const cleaned = cleaner.clean(row, at).replaceAll('\n', ' ');
    at += cleaned.length + 1;
    return cleaned;
  });
};

const build = (
  lines: readonly string[],
  { cleaner, warnings }: { cleaner: Cleaner; warnings: readonly DocumentWarning[] },
): Outcome => {
  if (lines.length === 0) return failed(NO_TEXT);
  const builder = createTextBuilder();
  for (let at = 0; at < lines.length; at += ROWS_IN_GROUP) {
    const group = lines.slice(at, at + ROWS_IN_GROUP);
    builder.addRows({ kind: 'row-group', header: false }, cleanRows(group, { builder, cleaner }));
  }
  return {
    outcome: 'extracted',
    extracted: {
      ...builder.finish(),
      pages: null,
      title: null,
      language: null,
      placed: new Float64Array(),
      warnings: [...cleaner.warnings(), ...warnings],
      metadata: {},
      whole: true,
    },
  };
};

const delimiterOf = (text: string): string => {
  const line = text.slice(0, text.indexOf('\n') === -1 ? 10_000 : text.indexOf('\n'));
  const count = (delimiter: string) => line.split(delimiter).length;
  return DELIMITERS.reduce((best, delimiter) =>
    count(delimiter) > count(best) ? delimiter : best,
  );
};

const describe = (header: readonly string[], row: readonly string[]): string =>
  row
    .map((value, column) => [header[column] ?? '', value.replaceAll(/\s+/gu, ' ').trim()] as const)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => (name === '' ? value : `${name}: ${value}`))
    .join('; ');
