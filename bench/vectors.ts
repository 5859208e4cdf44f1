import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVectorFile } from '../src/adapters/sqlite/index/vectors/vector-file.ts';
import { openVectorSearch } from '../src/adapters/sqlite/index/vectors/vector-search.ts';
import { evaluateRetrieval } from '../src/knowledge/evaluation/evaluate.ts';
import type { ManagedIndex } from '../src/ports/knowledge-index.ts';
import { embedderOf, type EmbedderKind } from './lib/collection-vectors.ts';
import { loadCollections, withIndexes, type Collection } from './lib/collections.ts';
import { quantile, report } from './lib/figures.ts';
import { anisotropic, clustered, exactNearest } from './lib/vectors.ts';

const DIMENSIONS = 384;
const QUESTIONS = 50;
const CUT = 10;
const BATCH = 1_000;

/** Recall and time of the codes alone, against comparing with every vector. */
const reportRecall = async (vectors: number): Promise<void> => {
  for (const [name, source] of [
    ['clustered', clustered],
    ['anisotropic', anisotropic],
  ] as const) {
    const folder = await mkdtemp(join(tmpdir(), 'docent-bench-'));
    const path = join(folder, 'vectors.db');
    const space = { space: name, dimensions: DIMENSIONS };
    const file = openVectorFile(path, { name: space, generation: 'bench' });
    const [draw, ask] = [source(DIMENSIONS), source(DIMENSIONS, 2)];
    const questions = Array.from({ length: QUESTIONS }, ask);
    const exact = exactNearest(questions, CUT);
    for (let row = 1; row <= vectors; row += BATCH) {
      const entries = Array.from({ length: BATCH }, (_, place) => ({
        passage: { row: row + place, key: `${row + place}` },
        vector: draw() as Float32Array | null,
      }));
      for (const { passage, vector } of entries) if (vector) exact.add(passage.key, vector);
      file.add(entries);
    }
    file.close();
    const search = openVectorSearch(path);
    const everyone = new Uint32Array(vectors + BATCH).fill(1);
    const allowed = {
      scopeOf: everyone,
      documentOf: everyone,
      scopes: Uint8Array.of(0, 1),
      documents: null,
    };
    const compare = (vector: Float32Array) =>
      search.compare({ vector, allowed, wanted: CUT, best: [] }).similar;
    if (questions[0]) compare(questions[0]);
    let found = 0;
    const times = questions.map((question, at) => {
      const started = performance.now();
      const similar = compare(question);
      const time = performance.now() - started;
      found += similar.filter(({ row }) => exact.ids()[at]?.includes(String(row))).length;
      return time;
    });
    search.close();
    await rm(folder, { recursive: true, force: true });
    const recall = found / QUESTIONS / CUT;
    report({
      name: `${vectors} ${name} vectors, recall@10`,
      figure: recall.toFixed(4),
      budget: { text: '≥ .99', met: recall >= 0.99 },
      reference: `p50 / p95 ${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.95).toFixed(1)} ms`,
    });
  }
};

const serveVectors = async (
  index: ManagedIndex,
  { documents }: Collection,
  {
    name,
    embed,
  }: { name: { space: string; dimensions: number }; embed: (text: string) => Float32Array },
): Promise<void> => {
  for (let from = 0; from < documents.length; from += BATCH)
    await index.vectors.add(
      name,
      documents
        .slice(from, from + BATCH)
        .map(({ id, title, text }) => ({ passageId: id, vector: embed(`${title} ${text}`) })),
    );
  await index.vectors.serve(name.space);
};

const kinds: EmbedderKind[] = ['contexts', 'words', 'noisy contexts', 'noisy words', 'random'];

/** What fusing with vectors of every quality does to the order by words. */
const reportFusion = async (collection: Collection): Promise<void> => {
  const { name, documents, language, questions, judgements } = collection;
  await withIndexes(async (add) => {
    const { index } = await add(documents, language);
    const ndcgOf = async (ask: (question: string) => { query: string; vector?: Float32Array }) => {
      const search = async (question: string): Promise<string[]> => {
        const request = {
          baseIds: ['bench'],
          readers: ['everyone'],
          limit: CUT,
          signal: AbortSignal.timeout(60_000),
          ...ask(question),
        };
        return (await index.search(request)).passages.map(({ id }) => id);
      };
      return (await evaluateRetrieval({ questions, judgements, search })).figures.ndcg;
    };
    const words = await ndcgOf((query) => ({ query }));
    for (const kind of kinds) {
      const { dimensions, embed } = embedderOf(collection, kind);
      await serveVectors(index, collection, { name: { space: kind, dimensions }, embed });
      const known = new Map(questions.map(({ text }) => [text, embed(text)]));
      const vectorOf = (question: string) => known.get(question) ?? embed(question);
      const alone = await ndcgOf((question) => ({ query: '', vector: vectorOf(question) }));
      const both = await ndcgOf((query) => ({ query, vector: vectorOf(query) }));
      report({
        name: `${name}, ${kind}: words / vectors / both`,
        figure: `${words.toFixed(4)} / ${alone.toFixed(4)} / ${both.toFixed(4)}`,
        budget: { text: '≥ words − .01', met: both >= words - 0.01 },
      });
    }
  });
};

/** Recall of as many vectors as the first argument says (0: none), and fusion on the collections. */
export const run = async ([wanted]: string[] = []): Promise<void> => {
  const vectors = Number(wanted ?? 100_000);
  if (vectors > 0) await reportRecall(vectors);
  for (const collection of loadCollections() ?? []) await reportFusion(collection);
};
