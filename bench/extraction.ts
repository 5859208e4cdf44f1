import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openExtractor } from '../src/adapters/embedded/extraction/open-extractor.ts';
import type { ExtractionResult } from '../src/ports/extractor.ts';
import { quietLogger } from '../testing/fakes/quiet-logger.ts';
import { type Listed, listDocuments, listHostile } from './lib/document-manifests.ts';
import { says, show, textOnPage, withoutLineEndHyphens } from './lib/extracted-text.ts';
import { report } from './lib/figures.ts';
import { CELLS, largeWorkbook } from './lib/large-workbook.ts';
import { watchChildren } from './lib/child-memory.ts';

const MB = 1_000_000;
const MEMORY_BUDGET = 512;
const SECONDS_BUDGET = 20;
const GIVEN_UP_MS = 90_000;

/**
 * `npm run bench -- extraction [--show] [NAME …]`: reads every document of `EVAL_DATA/docs` through the real extractor
 * and looks for the words that must come out, on their page; the hostile ones against what is expected of them.
 * NAMEs choose files, a path reads any file; `--show` prints the text with its blocks.
 */
export const run = async (args: string[]): Promise<void> => {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { show: { type: 'boolean', default: false } },
  });
  const folder = join(process.env['EVAL_DATA'] ?? '../shared/data', 'docs');
  if (!existsSync(folder)) {
    process.stdout.write(`No documents in ${folder}: set EVAL_DATA to the folder with docs/.\n`);
  }
  const chosen = ({ path }: Listed) =>
    positionals.length === 0 || positionals.some((part) => path.includes(part));
  const others = positionals.filter((path) => existsSync(path)).map(unlisted);
  const listed = existsSync(folder) ? await listDocuments(folder) : [];
  const hostile = existsSync(folder) ? await listHostile(folder) : [];
  const readings: Reading[] = [];
  if (positionals.length === 0) await largeSheet();
  for (const file of [...others, ...listed, ...hostile].filter(chosen)) {
    const reading = await read(file);
    readings.push(reading);
    print(reading);
    if (values.show) process.stdout.write(`${show(reading.result)}\n`);
  }
  if (readings.length > 0) total(readings);
};

type Reading = {
  file: Listed;
  result: ExtractionResult;
  seconds: number;
  megabytes: number;
  found: number;
  missing: string[];
  forbidden: string[];
};

const unlisted = (path: string): Listed => ({ path, expect: '', must: [], mustNot: [] });

/** In a child process of its own, so that its memory is that of this file. */
const read = async (file: Listed): Promise<Reading> => {
  const extractor = openExtractor({ logger: quietLogger });
  await warmUp(extractor);
  const children = watchChildren();
  const began = performance.now();
  const result = await extractor.extract({
    path: file.path,
    name: basename(file.path),
    signal: AbortSignal.timeout(GIVEN_UP_MS),
    ...(file.password !== undefined && { password: file.password }),
  });
  const seconds = (performance.now() - began) / 1000;
  const megabytes = children.stop() / MB;
  await extractor.close();
  const there = (words: string, page?: number) =>
    result.outcome === 'extracted' &&
    [result.extracted, withoutLineEndHyphens(result.extracted)].some((text) =>
      says(textOnPage(text, page), words),
    );
  const missing = file.must.filter(({ text, page }) => !there(text, page)).map(({ text }) => text);
  return {
    file,
    result,
    seconds,
    megabytes,
    missing,
    found: file.must.length - missing.length,
    forbidden: file.mustNot.filter((words) => there(words)),
  };
};

const largeSheet = async (): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const path = join(folder, 'large.xlsx');
  await writeFile(path, largeWorkbook());
  const { seconds, megabytes, result } = await read(unlisted(path));
  await rm(folder, { recursive: true });
  report({
    name: `a workbook of ${CELLS} cells`,
    figure: `${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB`,
    budget: {
      text: `≤ ${SECONDS_BUDGET} s, ≤ ${MEMORY_BUDGET} MB`,
      met:
        result.outcome === 'extracted' && seconds <= SECONDS_BUDGET && megabytes <= MEMORY_BUDGET,
    },
    reference: 'officeparser, measured elsewhere: 2.5 s, 426 MB',
  });
};

const warmUp = async (extractor: ReturnType<typeof openExtractor>): Promise<void> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const path = join(folder, 'a');
  await writeFile(path, 'Warm.');
  await extractor.extract({ path, name: 'a.txt', signal: AbortSignal.timeout(GIVEN_UP_MS) });
  await rm(folder, { recursive: true });
};

const print = ({ file, result, ...reading }: Reading): void => {
  const name = basename(file.path) + (file.password === undefined ? '' : ' (with password)');
  const must = file.must.length === 0 ? '' : `${reading.found}/${file.must.length}`;
  process.stdout.write(
    `${name.padEnd(46)} ${result.outcome.padEnd(14)} ${reading.seconds.toFixed(2).padStart(6)} s ${reading.megabytes.toFixed(0).padStart(4)} MB ${must.padStart(4)}\n`,
  );
  const say = (text: string) => process.stdout.write(`    ${text}\n`);
  if (file.expect) say(`expected: ${file.expect}`);
  if (result.outcome === 'extracted') {
    const { text, warnings } = result.extracted;
    if (file.expect) say(`text: ${text.length} characters`);
    for (const { code, reason } of warnings.slice(0, 5)) say(`warning ${code}: ${reason}`);
  } else say(result.reason);
  for (const words of reading.missing) say(`MISSING: ${words}`);
  for (const words of reading.forbidden) say(`MUST NOT BE THERE: ${words}`);
};

const total = (readings: readonly Reading[]): void => {
  const wanted = readings.reduce((sum, { file }) => sum + file.must.length, 0);
  const found = readings.reduce((sum, reading) => sum + reading.found, 0);
  const forbidden = readings.reduce((sum, reading) => sum + reading.forbidden.length, 0);
  const seconds = Math.max(...readings.map((reading) => reading.seconds));
  const megabytes = Math.max(...readings.map((reading) => reading.megabytes));
  report({
    name: 'words that must come out of documents',
    figure: `${found} of ${wanted}`,
    budget: { text: 'all', met: found === wanted },
  });
  report({
    name: 'words that must not come out',
    figure: `${forbidden}`,
    budget: { text: 'none', met: forbidden === 0 },
  });
  report({
    name: `slowest of ${readings.length} files`,
    figure: `${seconds.toFixed(1)} s`,
    budget: { text: `≤ ${SECONDS_BUDGET} s`, met: seconds <= SECONDS_BUDGET },
  });
  report({
    name: 'peak memory of the child processes',
    figure: `${megabytes.toFixed(0)} MB`,
    budget: { text: `≤ ${MEMORY_BUDGET} MB`, met: megabytes <= MEMORY_BUDGET },
    reference: 'killed within a second when above',
  });
};
