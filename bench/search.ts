import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openIndexWorkers } from '../src/adapters/sqlite/index/open-index.ts';
import { contentStems } from '../src/lib/language/stems.ts';
import type { ManagedIndex } from '../src/ports/knowledge-index.ts';
import { silent } from './lib/collections.ts';
import { quantile, report } from './lib/figures.ts';
import { passagesOf } from './lib/made-passages.ts';
import { misspell, synthesize } from './lib/synthesize.ts';

const PASSAGES_PER_DOCUMENT = 100;
/** As many documents are read at once by the job that publishes them. */
const PUBLISHED_AT_ONCE = 3;
const QUESTIONS = 300;
const MISSPELT = 0.2;
const ALL = ['everyone', 'group:some', 'group:few'];

/** Every fourth document is for some, every hundredth for few. */
const readersOf = (document: number): string[] => {
  if (document % 100 === 0) return ['group:few'];
  return document % 4 === 1 ? ['group:some'] : ['everyone'];
};

type Spent = { seconds: number; cpu: number };

/** Adds the time that the work takes, on the clock and on all processors. */
const spend = async (spent: Spent, work: () => unknown): Promise<void> => {
  const [started, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  spent.seconds += (performance.now() - started) / 1_000;
  spent.cpu += (user + system) / 1e6;
};

type Filled = {
  questions: string[];
  misspelt: string[];
  megabytes: number;
  vocabulary: number;
  ours: Spent;
  plain: Spent;
};

const fill = async (
  index: ManagedIndex,
  plain: DatabaseSync,
  passages: number,
): Promise<Filled> => {
  const { passage, question, random } = synthesize();
  const add = plain.prepare('insert into plain (text) values (?)');
  const [words, questions] = [new Set<string>(), new Array<string>()];
  const documents = Math.ceil(passages / PASSAGES_PER_DOCUMENT);
  const filled = {
    megabytes: 0,
    ours: { seconds: 0, cpu: 0 },
    plain: { seconds: 0, cpu: 0 },
  };
  for (let document = 0; document < documents; document += PUBLISHED_AT_ONCE) {
    const batch = Array.from(
      { length: Math.min(PUBLISHED_AT_ONCE, documents - document) },
      (_, place) => ({
        number: document + place,
        texts: Array.from({ length: PASSAGES_PER_DOCUMENT }, passage),
      }),
    );
    await spend(filled.ours, () =>
      Promise.all(
        batch.map(({ number, texts }) =>
          index.publish(
            { documentId: `document-${number}`, versionNumber: 1, metadata: {}, changedAt: 0 },
            passagesOf(number, texts, readersOf(number)),
          ),
        ),
      ),
    );
    const texts = batch.flatMap((each) => each.texts);
    await spend(filled.plain, () => {
      for (const text of texts) add.run(text);
    });
    for (const text of texts) {
      filled.megabytes += Buffer.byteLength(text) / 1e6;
      for (const word of text.split(/[ .]+/u)) words.add(word);
    }
    if (questions.length * documents < document * QUESTIONS)
      questions.push(question(texts[0] ?? ''));
  }
  await spend(filled.plain, () => plain.exec('commit'));
  const slip = (text: string) => text.replace(/\S{6,}(?=\D*$)/u, (word) => misspell(word, random));
  return {
    ...filled,
    questions: questions.map((text) => (random() < MISSPELT ? slip(text) : text)),
    misspelt: questions.map(slip),
    vocabulary: words.size,
  };
};

const times = async (
  questions: readonly string[],
  ask: (question: string) => unknown,
): Promise<number[]> => {
  const each: number[] = [];
  for (const question of questions) {
    const started = performance.now();
    await ask(question);
    each.push(performance.now() - started);
  }
  return each;
};

const middles = (each: readonly number[]): [number, number] => [
  quantile(each, 0.5),
  quantile(each, 0.95),
];
const inWords = ([p50, p95]: readonly [number, number]): string =>
  `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`;

const reportIndexing = ({ megabytes, vocabulary, ours, plain }: Filled, passages: number): void => {
  const rate = megabytes / ours.seconds;
  report({
    name: `indexing ${passages} passages, ${vocabulary} words`,
    figure: `${rate.toFixed(1)} MB/s`,
    budget: { text: '≥ 2.5 MB/s', met: rate >= 2.5 },
    reference: `FTS5 porter alone, unsynced: ${(megabytes / plain.seconds).toFixed(1)} MB/s`,
  });
  report({
    name: 'indexing, text for a second of processor time',
    figure: `${(megabytes / ours.cpu).toFixed(1)} MB`,
    reference: `FTS5 porter alone: ${(megabytes / plain.cpu).toFixed(1)} MB`,
  });
};

const asker = (index: ManagedIndex, readers: string[]) => (query: string) =>
  index.search({
    baseIds: ['bench'],
    readers,
    limit: 8,
    query,
    signal: AbortSignal.timeout(60_000),
  });

const reportSearching = async (
  index: ManagedIndex,
  plain: DatabaseSync,
  { questions, misspelt }: Filled,
): Promise<void> => {
  const ask = asker(index, ALL);
  await ask('report');
  const first = await times(['tuhrsday'], ask);
  await times(questions, ask);
  const ours = middles(await times(questions, ask));
  const find = plain.prepare('select rowid from plain where plain match ? order by rank limit 8');
  const plainly = (question: string) =>
    find.all(
      contentStems(question, 'en')
        .map((stem) => `"${stem}"`)
        .join(' OR '),
    );
  await times(questions, plainly);
  const theirs = middles(await times(questions, plainly));
  report({
    name: 'search, p50 / p95',
    figure: inWords(ours),
    budget: { text: '≤ 20 / 50 ms', met: ours[0] <= 20 && ours[1] <= 50 },
    reference: `FTS5 porter without stop words: ${inWords(theirs)}`,
  });
  report({ name: 'the first unknown word', figure: `${first[0]?.toFixed(0)} ms` });
  const slips = middles(await times(misspelt, ask));
  report({
    name: 'search, one word misspelt, p50 / p95',
    figure: inWords(slips),
    budget: { text: 'p95 ≤ 50 ms', met: slips[1] <= 50 },
  });
  for (const [share, readers] of [
    ['1 %', ['group:few']],
    ['25 %', ['group:some']],
  ] as const) {
    const filtered = middles(await times(questions, asker(index, [...readers])));
    report({
      name: `search, the reader sees ${share}, p50 / p95`,
      figure: inWords(filtered),
      budget: { text: '≤ 20 / 50 ms', met: filtered[0] <= 20 && filtered[1] <= 50 },
    });
  }
};

/** Questions per second, as many at once as there are threads. */
const reportThreads = async (file: string, questions: readonly string[]): Promise<void> => {
  const rates: string[] = [];
  for (const threads of [1, 2]) {
    const workers = openIndexWorkers({ threads, logger: silent });
    const ask = asker(await workers.open(file), ALL);
    await Promise.all(Array.from({ length: threads }, () => times(questions.slice(0, 50), ask)));
    const started = performance.now();
    await Promise.all(Array.from({ length: threads }, () => times(questions, ask)));
    const seconds = (performance.now() - started) / 1_000;
    rates.push(((threads * questions.length) / seconds).toFixed(0));
    await workers.close();
  }
  report({ name: 'searches per second, 1 / 2 threads', figure: rates.join(' / ') });
};

/** Speed of indexing and searching 100,000 passages, or as many as the first argument says. */
export const run = async ([wanted]: string[] = []): Promise<void> => {
  const passages = Number(wanted ?? 100_000);
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const workers = openIndexWorkers({ threads: 1, logger: silent });
  const plain = new DatabaseSync(join(folder, 'plain.db'));
  plain.exec(
    `pragma synchronous = off; create virtual table plain using fts5(text, tokenize = 'porter unicode61'); begin`,
  );
  try {
    const file = join(folder, 'index.db');
    const index = await workers.open(file);
    const filled = await fill(index, plain, passages);
    reportIndexing(filled, passages);
    await reportSearching(index, plain, filled);
    await reportThreads(file, filled.questions);
  } finally {
    await workers.close();
    plain.close();
    await rm(folder, { recursive: true, force: true });
  }
};
