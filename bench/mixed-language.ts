import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIndexWorkers } from '../src/adapters/sqlite/index/open-index.ts';
import { evaluateRetrieval } from '../src/knowledge/evaluation/evaluate.ts';
import type { ManagedIndex } from '../src/ports/knowledge-index.ts';
import { loadCollections, passageOf, silent, type Collection } from './lib/collections.ts';
import { report } from './lib/figures.ts';

const CUT = 10;
const MIXED = new Set(['xquad_de', 'xquad_zh', 'squad']);

const publish = (index: ManagedIndex, { name, documents, language }: Collection): Promise<void> =>
  index.publish(
    { documentId: name, versionNumber: 1, metadata: {}, changedAt: 0 },
    documents.map((document) => ({
      ...passageOf(document, language),
      id: `${name} ${document.id}`,
      documentId: name,
    })),
  );

const ndcgOf = async (
  index: ManagedIndex,
  { name, questions, judgements }: Collection,
  change: (question: string) => string,
): Promise<number> => {
  const search = async (query: string): Promise<string[]> => {
    const { passages } = await index.search({
      query: change(query),
      baseIds: ['bench'],
      readers: ['everyone'],
      limit: CUT,
      signal: AbortSignal.timeout(60_000),
    });
    // What stands in another language counts: it pushes the own one down.
    return passages.map(({ id }) => (id.startsWith(`${name} `) ? id.slice(name.length + 1) : id));
  };
  return (await evaluateRetrieval({ questions, judgements, search })).figures.ndcg;
};

/** Its longest word: nothing else tells the language. */
const longestWord = (question: string): string =>
  (question.match(/\p{L}+/gu) ?? []).toSorted((left, right) => right.length - left.length)[0] ??
  question;

/**
 * A base in three languages against each language in a base of its own, with questions and with single
 * words. The German paragraphs are some of the English ones translated: a lone name rightly finds both.
 */
export const run = async (): Promise<void> => {
  const collections = (loadCollections() ?? []).filter(({ name }) => MIXED.has(name));
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const workers = openIndexWorkers({ threads: 1, logger: silent });
  try {
    const mixed = await workers.open(join(folder, 'mixed.db'));
    for (const collection of collections) await publish(mixed, collection);
    for (const collection of collections) {
      const alone = await workers.open(join(folder, `${collection.name}.db`));
      await publish(alone, collection);
      for (const [what, change] of [
        ['questions', (question: string) => question],
        ['single words', longestWord],
      ] as const) {
        const own = await ndcgOf(alone, collection, change);
        const among = await ndcgOf(mixed, collection, change);
        report({
          name: `${collection.name}, ${what}: alone / mixed`,
          figure: `${own.toFixed(4)} / ${among.toFixed(4)}`,
          ...(what === 'questions' && {
            budget: { text: '≥ alone − .01', met: among >= own - 0.01 },
          }),
        });
      }
    }
  } finally {
    await workers.close();
    await rm(folder, { recursive: true, force: true });
  }
};
