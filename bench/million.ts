import { mkdtemp, rm, stat, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openIndexWorkers } from '../src/adapters/sqlite/index/open-index.ts';
import type { ManagedIndex } from '../src/ports/knowledge-index.ts';
import { silent } from './lib/collections.ts';
import { quantile, report } from './lib/figures.ts';
import { passagesOf } from './lib/made-passages.ts';
import { synthesize } from './lib/synthesize.ts';
import { anisotropic, exactNearest } from './lib/vectors.ts';

const DIMENSIONS = 384;
const SPACE = { space: 'bench', dimensions: DIMENSIONS };
const PASSAGES_PER_DOCUMENT = 100;
const DOCUMENTS_AT_ONCE = 10;
const QUESTIONS = 200;
const COMPARED_EXACTLY = 40;

/** Only what the server's thread does for the index counts: making up texts is not its work. */
const delay = monitorEventLoopDelay({ resolution: 1 });
const counted = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  delay.enable();
  try {
    return await work();
  } finally {
    delay.disable();
  }
};

const ask = (index: ManagedIndex, query: string, vector?: Float32Array) =>
  index.search({
    baseIds: ['bench'],
    readers: ['everyone'],
    limit: 10,
    query,
    explain: true,
    ...(vector && { vector }),
    signal: AbortSignal.timeout(60_000),
  });

const times = async (asks: readonly (() => Promise<unknown>)[]): Promise<number[]> => {
  const each: number[] = [];
  for (const search of asks) {
    const started = performance.now();
    await counted(search);
    each.push(performance.now() - started);
  }
  return each;
};

type Spent = { words: number; vectors: number };

const makeFilling = (index: ManagedIndex) => {
  const { passage, question } = synthesize();
  const vector = anisotropic(DIMENSIONS);
  const similar = anisotropic(DIMENSIONS, 2);
  const asked = Array.from({ length: QUESTIONS }, similar);
  const exact = exactNearest(asked.slice(0, COMPARED_EXACTLY), 10);
  const questions: string[] = [];
  const spent: Spent = { words: 0, vectors: 0 };
  let document = 0;
  const filled = () => document * PASSAGES_PER_DOCUMENT;

  const round = async (): Promise<void> => {
    const documents = Array.from({ length: DOCUMENTS_AT_ONCE }, () => {
      document += 1;
      return {
        number: document,
        passages: passagesOf(document, Array.from({ length: PASSAGES_PER_DOCUMENT }, passage)),
      };
    });
    const vectors = documents.flatMap(({ passages }) =>
      passages.map(({ id }) => ({ passageId: id, vector: vector() })),
    );
    for (const { passageId, vector } of vectors) exact.add(passageId, vector);
    const text = documents[0]?.passages[0]?.text;
    if (text && questions.length < QUESTIONS) questions.push(question(text));

    const started = performance.now();
    await counted(() =>
      Promise.all(
        documents.map(({ number, passages }) =>
          index.publish(
            { documentId: `document-${number}`, versionNumber: 1, metadata: {}, changedAt: 0 },
            passages,
          ),
        ),
      ),
    );
    spent.words += performance.now() - started;
    const published = performance.now();
    await counted(() => index.vectors.add(SPACE, vectors));
    spent.vectors += performance.now() - published;
  };
  return {
    async fill(passages: number): Promise<void> {
      const rounds = Math.ceil((passages - filled()) / DOCUMENTS_AT_ONCE / PASSAGES_PER_DOCUMENT);
      for (let left = rounds; left > 0; left -= 1) await round();
    },
    questions,
    asked,
    exact,
    spent,
  };
};

const inWords = (each: readonly number[]): string =>
  `${quantile(each, 0.5).toFixed(1)} / ${quantile(each, 0.95).toFixed(1)} ms`;

type Filling = ReturnType<typeof makeFilling>;
/** Beside other work only processor time says what a question takes. */
type Times = { words: number[]; hybrid: number[]; processor: number[] };

const measure = async (index: ManagedIndex, { questions, asked }: Filling): Promise<Times> => {
  const words = questions.map((question) => () => ask(index, question));
  const hybrid = questions.map((question, at) => () => ask(index, question, asked[at]));
  const cold = await times(hybrid.slice(0, 1));
  report({ name: 'the first question with a vector', figure: `${cold[0]?.toFixed(0)} ms` });
  await times(words);
  await times(hybrid);
  const started = process.cpuUsage();
  const timesOfWords = await times(words);
  const between = process.cpuUsage(started);
  const timesOfHybrid = await times(hybrid);
  const all = process.cpuUsage(started);
  const spent = between.user + between.system;
  const processor = [spent, all.user + all.system - spent].map(
    (microseconds) => microseconds / 1_000 / questions.length,
  );
  return { words: timesOfWords, hybrid: timesOfHybrid, processor };
};

const recall = async (index: ManagedIndex, { asked, exact }: Filling): Promise<number> => {
  let found = 0;
  const right = exact.ids();
  for (const [at, ids] of right.entries()) {
    const { passages } = await ask(index, '', asked[at]);
    found += passages.filter(({ id }) => ids.includes(id)).length / ids.length;
  }
  return found / right.length;
};

const megabytesOf = async (folder: string): Promise<string> => {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
  return `${(sizes.reduce((sum, size) => sum + size, 0) / 1e6).toFixed(0)} MB`;
};

const reportStage = async (
  passages: number,
  { words, hybrid, processor }: Times,
  { filling, index, folder }: { filling: Filling; index: ManagedIndex; folder: string },
): Promise<void> => {
  const { spent } = filling;
  const build = `${(spent.words / 1_000).toFixed(0)} s + ${(spent.vectors / 1_000).toFixed(0)} s`;
  report({ name: `${passages} passages: built, words + vectors`, figure: build });
  report({ name: 'on disk', figure: await megabytesOf(folder) });
  report({ name: 'search by words, p50 / p95', figure: inWords(words) });
  const p95 = quantile(hybrid, 0.95);
  report({
    name: 'search by words and vectors, p50 / p95',
    figure: inWords(hybrid),
    budget: { text: 'p95 ≤ 150 ms', met: p95 <= 150 },
  });
  const [ofWords = 0, ofHybrid = 0] = processor;
  report({
    name: 'processor time a question, words / hybrid',
    figure: `${ofWords.toFixed(1)} / ${ofHybrid.toFixed(1)} ms`,
  });
  const share = await recall(index, filling);
  report({
    name: 'vectors, recall@10 against exact',
    figure: share.toFixed(4),
    budget: { text: '≥ .99', met: share >= 0.99 },
  });
  const resident = process.memoryUsage().rss / 1e6;
  report({
    name: 'memory of the process, bench included',
    figure: `${resident.toFixed(0)} MB`,
    budget: { text: '≤ 2 GB', met: resident <= 2_000 },
  });
  const p99 = delay.percentile(99) / 1e6;
  report({
    name: 'event-loop delay p99 / most',
    figure: `${p99.toFixed(1)} / ${(delay.max / 1e6).toFixed(0)} ms`,
    budget: { text: 'p99 ≤ 20 ms', met: p99 <= 20 },
  });
};

/** A tenth and then all of a million passages with vectors, or of as many as the first argument says. */
export const run = async ([wanted]: string[] = []): Promise<void> => {
  const passages = Number(wanted ?? 1_000_000);
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const workers = openIndexWorkers({ threads: 1, logger: silent });
  try {
    const index = await workers.open(join(folder, 'index.db'));
    const filling = makeFilling(index);
    const stages: Times[] = [];
    for (const stage of [passages / 10, passages]) {
      await filling.fill(stage);
      await index.vectors.serve(SPACE.space);
      const measured = await measure(index, filling);
      stages.push(measured);
      await reportStage(stage, measured, { filling, index, folder });
    }
    const ratio = (of: 'words' | 'hybrid'): number[] =>
      [0.5, 0.95].map(
        (share) => quantile(stages[1]?.[of] ?? [], share) / quantile(stages[0]?.[of] ?? [], share),
      );
    for (const [of, name] of [
      ['words', 'by words'],
      ['hybrid', 'by words and vectors'],
    ] as const) {
      const [p50 = 0, p95 = 0] = ratio(of);
      report({
        name: `time ${name}, all / a tenth, p50 / p95`,
        figure: `${p50.toFixed(1)} / ${p95.toFixed(1)} ×`,
        ...(of === 'words' && { budget: { text: '≤ 4', met: p50 <= 4 && p95 <= 4 } }),
      });
    }
  } finally {
    await workers.close();
    await rm(folder, { recursive: true, force: true });
  }
};
