import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openIndexWorkers } from '../src/adapters/sqlite/index/open-index.ts';
import type { Passage } from '../src/domain/passage.ts';
import { contentStems } from '../src/lib/language/stems.ts';
import type { ManagedIndex } from '../src/ports/knowledge-index.ts';
import { silent } from './lib/collections.ts';
import { quantile, report } from './lib/figures.ts';
import { misspell, synthesize } from './lib/synthesize.ts';

const PASSAGES_PER_DOCUMENT = 100;
const QUESTIONS = 300;
const MISSPELT = 0.2;

type Made = { questions: string[]; bytes: number; seconds: number; vocabulary: number };

const fill = async (index: ManagedIndex, plain: DatabaseSync, passages: number): Promise<Made> => {
  const { passage, question, random } = synthesize();
  const add = plain.prepare('insert into plain (text) values (?)');
  const [words, questions]: [Set<string>, string[]] = [new Set(), []];
  let [bytes, seconds] = [0, 0];
  for (let document = 0; document * PASSAGES_PER_DOCUMENT < passages; document += 1) {
    const texts = Array.from({ length: PASSAGES_PER_DOCUMENT }, passage);
    const documentId = `document-${document}`;
    const rows = texts.map((text, place): Passage => ({
      id: `${documentId}-${place}`,
      baseId: 'bench',
      documentId,
      versionId: documentId,
      title: `Report ${document}`,
      headings: [],
      page: null,
      language: 'en',
      start: place * 10_000,
      end: place * 10_000 + text.length,
      text,
      // Every tenth document belongs to a group, so that the filter has work to do.
      readers: document % 10 === 0 ? ['group:few'] : ['everyone'],
    }));
    const started = performance.now();
    await index.publish({ documentId, versionNumber: 1 }, rows);
    seconds += (performance.now() - started) / 1_000;
    bytes += texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    for (const text of texts) {
      add.run(text);
      for (const word of text.split(/[ .]+/u)) words.add(word);
    }
    if (
      questions.length < QUESTIONS &&
      document % Math.ceil(passages / PASSAGES_PER_DOCUMENT / QUESTIONS) === 0
    )
      questions.push(question(texts[0] ?? ''));
  }
  const asked = questions.map((text) =>
    random() < MISSPELT ? text.replace(/\S{6,}(?=\D*$)/u, (word) => misspell(word, random)) : text,
  );
  return { questions: asked, bytes, seconds, vocabulary: words.size };
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
    const index = await workers.open(join(folder, 'index.db'));
    const made = await fill(index, plain, passages);
    plain.exec('commit');
    const rate = made.bytes / 1e6 / made.seconds;
    report({
      name: `indexing ${passages} passages, ${made.vocabulary} words`,
      figure: `${rate.toFixed(1)} MB/s`,
      budget: { text: '≥ 2.5 MB/s', met: rate >= 2.5 },
    });

    const request = { baseIds: ['bench'], readers: ['everyone'], limit: 8 };
    const ask = (query: string) =>
      index.search({ ...request, query, signal: AbortSignal.timeout(60_000) });
    const first = await times(['tuhrsday'], ask);
    const find = plain.prepare('select rowid from plain where plain match ? order by rank limit 8');
    const plainly = (question: string) =>
      find.all(
        contentStems(question, 'en')
          .map((stem) => `"${stem}"`)
          .join(' OR '),
      );
    await times(made.questions, ask);
    const ours = await times(made.questions, ask);
    await times(made.questions, plainly);
    const theirs = await times(made.questions, plainly);
    const [p50, p95] = [quantile(ours, 0.5), quantile(ours, 0.95)];
    report({
      name: 'search, p50 / p95',
      figure: `${p50.toFixed(1)} / ${p95.toFixed(1)} ms`,
      budget: { text: '≤ 20 / 50 ms', met: p50 <= 20 && p95 <= 50 },
      reference: `FTS5 porter without stop words: ${quantile(theirs, 0.5).toFixed(1)} / ${quantile(theirs, 0.95).toFixed(1)} ms`,
    });
    report({
      name: 'first unknown word (reads the vocabulary)',
      figure: `${first[0]?.toFixed(0)} ms`,
    });
  } finally {
    await workers.close();
    plain.close();
    await rm(folder, { recursive: true, force: true });
  }
};
