import { DatabaseSync } from 'node:sqlite';
import { evaluateRetrieval } from '../src/knowledge/evaluation/evaluate.ts';
import { mean, rankingFigures } from '../src/knowledge/evaluation/ranking-figures.ts';
import {
  loadCollections,
  withIndexes,
  type Collection,
  type CollectionName,
} from './lib/collections.ts';
import { report } from './lib/figures.ts';

const CUT = 10;

/** nDCG@10, one recipe for all. */
const budgets: Record<CollectionName, number> = {
  scifact: 0.7,
  squad: 0.9,
  northwind: 0.69,
  cranfield: 0.525,
  anthropic_docs: 0.76,
  xquad_de: 0.95,
  xquad_zh: 0.965,
};

/** What SQLite gives by itself: porter stems, any word of the question, its own rank. */
const plainFullText = ({ documents, questions }: Collection): Map<string, string[]> => {
  const database = new DatabaseSync(':memory:');
  database.exec(
    `create virtual table plain using fts5(id unindexed, title, text, tokenize = 'porter unicode61')`,
  );
  const add = database.prepare('insert into plain values (?, ?, ?)');
  for (const { id, title, text } of documents) add.run(id, title, text);
  const find = database.prepare(
    `select id from plain where plain match ? order by rank limit ${CUT}`,
  );
  const ranking = questions.map(({ id, text }): [string, string[]] => {
    const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
    return [
      id,
      find.all(words.map((word) => `"${word}"`).join(' OR ')).map((row) => String(row['id'])),
    ];
  });
  database.close();
  return new Map(ranking);
};

/** Retrieval quality on the development collections. */
export const run = async (): Promise<void> => {
  const collections = loadCollections();
  if (!collections) return;
  const all: number[] = [];
  await withIndexes(async (add) => {
    for (const collection of collections) {
      const { name, questions, judgements } = collection;
      const { ask } = await add(collection.documents, collection.language);
      const { figures } = await evaluateRetrieval({
        questions,
        judgements,
        search: async (question) => (await ask(question, CUT)).passages.map(({ id }) => id),
      });
      const plain = rankingFigures(judgements, plainFullText(collection), CUT);
      all.push(figures.ndcg);
      report({
        name: `retrieval ${name}, nDCG@10 / recall@10`,
        figure: `${figures.ndcg.toFixed(4)} / ${figures.recall.toFixed(3)}`,
        budget: { text: `≥ ${budgets[name]}`, met: figures.ndcg >= budgets[name] },
        reference: `SQLite FTS5 porter OR: ${plain.ndcg.toFixed(4)} / ${plain.recall.toFixed(3)}`,
      });
    }
  });
  report({ name: 'retrieval, mean nDCG@10', figure: mean(all).toFixed(4) });
};
