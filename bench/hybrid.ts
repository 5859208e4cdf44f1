import { bootstrapMean } from '../src/knowledge/evaluation/bootstrap.ts';
import { mean, rankingFigures, type Ranking } from '../src/knowledge/evaluation/ranking-figures.ts';
import type { ManagedIndex } from '../src/ports/knowledge-index.ts';
import {
  vectorKinds,
  vectorsOf,
  type CollectionVectors,
  type VectorKind,
} from './lib/collection-vectors.ts';
import { loadCollections, withIndexes, type Collection } from './lib/collections.ts';
import { report } from './lib/figures.ts';

const CUT = 10;
const BATCH = 1_000;
const MOST_LOST = 0.01;

const serveVectors = async (
  index: ManagedIndex,
  space: string,
  { dimensions, passages }: CollectionVectors,
): Promise<void> => {
  const vectors = [...passages].map(([passageId, vector]) => ({ passageId, vector }));
  for (let from = 0; from < vectors.length; from += BATCH)
    await index.vectors.add({ space, dimensions }, vectors.slice(from, from + BATCH));
  if (!(await index.vectors.serve(space))) throw new Error(`The vectors ${space} are not whole.`);
};

type Ask = (question: { id: string; text: string }) => { query: string; vector?: Float32Array };

/** nDCG of every question that has a relevant passage, in the order of the judgements. */
const gainsOf = async (
  index: ManagedIndex,
  { questions, judgements }: Collection,
  ask: Ask,
): Promise<number[]> => {
  const search = async (request: ReturnType<Ask>): Promise<string[]> => {
    const { passages } = await index.search({
      baseIds: ['bench'],
      readers: ['everyone'],
      limit: CUT,
      signal: AbortSignal.timeout(60_000),
      ...request,
    });
    return passages.map(({ id }) => id);
  };
  const ranking: Ranking = new Map(
    await Promise.all(
      questions.map(async (question): Promise<[string, string[]]> => [
        question.id,
        await search(ask(question)),
      ]),
    ),
  );
  return [...judgements].flatMap(([question, grades]) => {
    const { questions: counted, ndcg } = rankingFigures(
      new Map([[question, grades]]),
      ranking,
      CUT,
    );
    return counted === 0 ? [] : ndcg;
  });
};

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`;

/** What fusing with vectors of one kind changes on one collection. */
const reportKind = async (
  index: ManagedIndex,
  collection: Collection,
  { kind, vectors, words }: { kind: VectorKind; vectors: CollectionVectors; words: number[] },
): Promise<number> => {
  await serveVectors(index, kind, vectors);
  const withVector = (id: string) => {
    const vector = vectors.questions.get(id);
    return vector ? { vector } : {};
  };
  const alone = await gainsOf(index, collection, ({ id }) => ({ query: '', ...withVector(id) }));
  const both = await gainsOf(index, collection, ({ id, text }) => ({
    query: text,
    ...withVector(id),
  }));
  const difference = await bootstrapMean(both.map((ndcg, at) => ndcg - (words[at] ?? 0)));
  const { mean: change, low, high } = difference ?? { mean: 0, low: 0, high: 0 };
  report({
    name: `${collection.name}, ${kind}: words / vectors / both`,
    figure: [words, alone, both].map((ndcg) => mean(ndcg).toFixed(4)).join(' / '),
    budget: { text: `≥ words − ${MOST_LOST}`, met: change >= -MOST_LOST },
    reference: `${signed(change)}, 95 %: ${signed(low)} to ${signed(high)}`,
  });
  return change;
};

/** Words against words and vectors, with vectors from very good to broken, on the development collections. */
export const run = async (): Promise<void> => {
  const changes: number[] = [];
  await withIndexes(async (add) => {
    for (const collection of loadCollections() ?? []) {
      const { index } = await add(collection.documents, collection.language);
      const words = await gainsOf(index, collection, ({ text }) => ({ query: text }));
      const vectors = vectorsOf(collection);
      for (const kind of vectorKinds)
        changes.push(await reportKind(index, collection, { kind, vectors: vectors(kind), words }));
    }
  });
  if (changes.length === 0) return;
  const worst = Math.min(...changes);
  report({
    name: 'hybrid, the most lost anywhere, nDCG@10',
    figure: signed(worst),
    budget: { text: `≥ −${MOST_LOST}`, met: worst >= -MOST_LOST },
  });
};
