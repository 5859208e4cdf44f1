import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { indexed, passage } from '../../../../../testing/conformance/knowledge-index-samples.ts';
import { makeStemmer } from '../../../../lib/language/stems.ts';
import { openForSearch, openForWriting } from '../index-database.ts';
import { vectorFileOf } from '../index-file.ts';
import { dot } from './codes.ts';
import { unit } from './floats.ts';
import { openVectorSearch } from './vector-search.ts';

const SPACE = { space: 'model', dimensions: 64 };
const PASSAGES = 3_000;
const QUESTIONS = 20;
const BEST = 10;

/** As embedding models give them: all point one way, and some coordinates differ far more than others. */
const narrow = (seed: number): Float32Array =>
  unit(
    Float32Array.from({ length: SPACE.dimensions }, (_, at) => {
      const value = Math.sin(seed * 12.9898 + at * 78.233) * 43_758.5453;
      return 1 + (value - Math.floor(value) - 0.5) * (2 / (1 + at / 8));
    }),
    SPACE.dimensions,
  );

test('the ten most alike by codes are nearly all of the ten most alike', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-recall-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'index.db');
  const all = Array.from({ length: PASSAGES }, (_, number) => ({
    passageId: `p${number}`,
    vector: narrow(number),
  }));
  const writing = openForWriting(file, makeStemmer(1_000));
  await writing.publish(
    indexed('handbook'),
    all.map(({ passageId }) => passage('handbook', { id: passageId, text: `Rule ${passageId}.` })),
  );
  writing.vectors().add(SPACE, all);
  writing.vectors().serve(SPACE.space);
  writing.close();

  const searching = openForSearch(file);
  const comparing = openVectorSearch(vectorFileOf(file, SPACE.space));
  let found = 0;
  for (let number = 0; number < QUESTIONS; number += 1) {
    const vector = narrow(PASSAGES + number);
    const { passages } = searching.search(
      { query: '', baseIds: ['base'], readers: ['everyone'], limit: BEST, vector },
      comparing,
    );
    const exact = all
      .map(({ passageId, vector: other }) => ({ passageId, likeness: dot(vector, other) }))
      .toSorted((left, right) => right.likeness - left.likeness)
      .slice(0, BEST);
    const ids = new Set(exact.map(({ passageId }) => passageId));
    found += passages.filter(({ id }) => ids.has(id)).length;
  }
  searching.close();
  comparing.close();
  expect(found / (QUESTIONS * BEST)).toBeGreaterThanOrEqual(0.98);
});
