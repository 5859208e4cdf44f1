import type { Block } from '../src/domain/document.ts';
import type { CollectionDocument } from '../src/knowledge/evaluation/collection.ts';
import { evaluateRetrieval } from '../src/knowledge/evaluation/evaluate.ts';
import { splitPassages, type PassageLimits } from '../src/knowledge/passages.ts';
import { loadCollections, withIndexes } from './lib/collections.ts';

const SIZES: [name: string, limits: PassageLimits | null][] = [
  ['whole rows', null],
  ['150–200 words', { targetWords: 150, maxWords: 200 }],
  ['400–500 tokens', { targetWords: 300, maxWords: 380 }],
];
const CUT = 10;
const PASSAGES = 50;

/** Paragraphs of the row, as an extractor of plain text finds them. */
const blocksOf = (text: string): Block[] =>
  [...text.matchAll(/[^\n](?:.|\n(?!\s*\n))*/g)].map(({ index, 0: paragraph }) => ({
    kind: 'paragraph',
    start: index,
    end: index + paragraph.trimEnd().length,
  }));

const split = (
  document: CollectionDocument,
  limits: PassageLimits | null,
): CollectionDocument[] => {
  if (!limits) return [document];
  const { id, text } = document;
  const ranges = splitPassages({ text, blocks: blocksOf(text) }, limits);
  return ranges.map(({ start, end }) => ({
    ...document,
    id: `${id} ${start}`,
    text: text.slice(start, end),
  }));
};

/** How long a passage should be: nDCG@10 of documents by their best passage, and passages a document. */
export const run = async (): Promise<void> => {
  const collections = loadCollections();
  if (!collections) return;
  for (const [size, limits] of SIZES) {
    const figures: string[] = [];
    let sum = 0;
    await withIndexes(async (add) => {
      for (const { name, documents, language, questions, judgements } of collections) {
        const passages = documents.flatMap((document) => split(document, limits));
        const { ask } = await add(passages, language);
        const rowOf = (id: string) => id.replace(/ \d+$/, '');
        const { figures: found } = await evaluateRetrieval({
          questions,
          judgements,
          search: async (question) =>
            [...new Set((await ask(question, PASSAGES)).passages.map(({ id }) => rowOf(id)))].slice(
              0,
              CUT,
            ),
        });
        sum += found.ndcg;
        figures.push(
          `${name} ${found.ndcg.toFixed(3)} (${(passages.length / documents.length).toFixed(1)})`,
        );
      }
    });
    process.stdout.write(
      `${size.padEnd(15)} mean ${(sum / collections.length).toFixed(4)}  ${figures.join('  ')}\n`,
    );
  }
};
