import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openVectorFile } from '../src/adapters/sqlite/index/vectors/vector-file.ts';
import { openVectorSearch } from '../src/adapters/sqlite/index/vectors/vector-search.ts';
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

/** Recall of so many vectors as the first argument says. */
export const run = ([wanted]: string[] = []): Promise<void> =>
  reportRecall(Number(wanted ?? 100_000));
