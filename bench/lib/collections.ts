import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openIndexWorkers, type IndexWorkers } from '../../src/adapters/sqlite/index/open-index.ts';
import type { Passage, Retrieval } from '../../src/domain/passage.ts';
import {
  parseAnswers,
  parseCorpus,
  parseJudgements,
  parseQuestions,
  type CollectionDocument,
  type GoldAnswer,
  type Question,
} from '../../src/knowledge/evaluation/collection.ts';
import type { Judgements } from '../../src/knowledge/evaluation/ranking-figures.ts';
import { detectLanguage } from '../../src/lib/language/detect-language.ts';
import type { ManagedIndex } from '../../src/ports/knowledge-index.ts';
import type { Logger } from '../../src/ports/telemetry.ts';

export const collectionNames = [
  'scifact',
  'squad',
  'northwind',
  'cranfield',
  'anthropic_docs',
  'xquad_de',
  'xquad_zh',
] as const;
export type CollectionName = (typeof collectionNames)[number];

export type Collection = {
  name: CollectionName;
  language: string;
  documents: CollectionDocument[];
  questions: Question[];
  judgements: Judgements;
  answers: Map<string, GoldAnswer>;
  unanswerable: Question[];
};

/** The collections of `EVAL_DATA`; null, with a word about it, when they are not there. */
export const loadCollections = (): Collection[] | null => {
  const folder = join(process.env['EVAL_DATA'] ?? '../shared/data', 'retrieval');
  if (!existsSync(folder)) {
    process.stdout.write(
      `No collections in ${folder}: set EVAL_DATA to the folder that holds retrieval/.\n`,
    );
    return null;
  }
  return collectionNames.map((name) => {
    const read = (file: string) => {
      const path = join(folder, name, file);
      return existsSync(path) ? readFileSync(path, 'utf8') : '';
    };
    const documents = parseCorpus(read('corpus.jsonl'));
    return {
      name,
      language: detectLanguage(
        documents
          .slice(0, 20)
          .map(({ text }) => text.slice(0, 200))
          .join(' '),
      ),
      documents,
      questions: parseQuestions(read('queries.jsonl')),
      judgements: parseJudgements(read('qrels.tsv')),
      answers: new Map(parseAnswers(read('answers.jsonl')).map((answer) => [answer.id, answer])),
      unanswerable: parseQuestions(read('unanswerable.jsonl')),
    };
  });
};

export const silent: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

export type Indexed = {
  index: ManagedIndex;
  ask(question: string, limit: number): Promise<Retrieval>;
};

export const passageOf = ({ id, title, text }: CollectionDocument, language: string): Passage => ({
  id,
  baseId: 'bench',
  documentId: id,
  versionId: id,
  title,
  headings: [],
  page: null,
  language,
  start: 0,
  end: text.length,
  text,
  readers: ['everyone'],
});

/** Index files in a temporary folder; every row of a collection is one document of one passage. */
export const withIndexes = async (
  work: (
    add: (documents: CollectionDocument[], language: string) => Promise<Indexed>,
  ) => Promise<void>,
) => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
  const workers: IndexWorkers = openIndexWorkers({ threads: 1, logger: silent });
  let files = 0;
  try {
    await work(async (documents, language) => {
      const index = await workers.open(join(folder, `${(files += 1)}.db`));
      // One call, because these are figures of quality: `documentId` is only what is replaced together.
      await index.publish(
        { documentId: 'all', versionNumber: 1, metadata: {}, changedAt: 0 },
        documents.map((document) => passageOf(document, language)),
      );
      const ask = (query: string, limit: number) =>
        index.search({
          query,
          baseIds: ['bench'],
          readers: ['everyone'],
          limit,
          signal: AbortSignal.timeout(60_000),
        });
      return { index, ask };
    });
  } finally {
    await workers.close();
    await rm(folder, { recursive: true, force: true });
  }
};
