import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  asked,
  indexed,
  passage,
  texts,
} from '../../../../testing/conformance/knowledge-index-samples.ts';
import { quietLogger } from '../../../../testing/fakes/quiet-logger.ts';
import type { Stemmer } from '../../../lib/language/stems.ts';
import type { ManagedIndex, Renewal } from '../../../ports/knowledge-index.ts';
import { openForWriting } from './index-database.ts';
import { INDEX_VERSION, SCHEMA } from './schema.ts';
import { openIndexWorkers, type IndexWorkers } from './open-index.ts';

/** Another analyser: it knows no stems. */
const plainWords: Stemmer = {
  read: (text) =>
    (text.toLowerCase().match(/[a-z0-9]+/gu) ?? []).map((joined) => ({
      joined,
      count: 1,
      mark: undefined,
    })),
  forget: () => undefined,
};
/** More than are made anew at once. */
const DOCUMENTS = 300;
const SPACE = { space: 'small:2', dimensions: 2 };

let folder: string;
let workers: IndexWorkers;
let index: ManagedIndex;

/** They end as a killed process does: nothing is closed. */
let threads: Worker[];
const remember = (worker: Worker) => void threads.push(worker);

const open = async (): Promise<void> => {
  workers = openIndexWorkers({ threads: 1, logger: quietLogger });
  index = await workers.open(join(folder, 'index.db'));
};
const renew = (): Promise<Renewal> => {
  if (!index.renew) throw new Error('nothing is outdated');
  return index.renew();
};
const renewed = async (): Promise<void> => {
  while (!(await renew()).whole);
};
const found = async (query: string, change: Parameters<typeof asked>[1] = {}): Promise<string[]> =>
  (await index.search(asked(query, change))).passages.map(({ documentId }) => documentId);
const indexFiles = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.startsWith('index.s') && name.endsWith('.db'));

beforeEach(async () => {
  threads = [];
  process.on('worker', remember);
  folder = await mkdtemp(join(tmpdir(), 'docent-renewal-'));
  const older = openForWriting(join(folder, `index.${SCHEMA}a0.db`), plainWords);
  await Promise.all([
    older.publish(indexed('pump'), [passage('pump', { text: `${texts['pump']} Keep the jars.` })]),
    older.publish(indexed('travel'), [passage('travel')]),
    ...Array.from({ length: DOCUMENTS }, (_, number) =>
      older.publish(indexed(`d${number}`), [
        passage(`d${number}`, { text: `Box ${number} is for unused things.` }),
      ]),
    ),
  ]);
  older.close();
  await open();
});
afterEach(async () => {
  process.off('worker', remember);
  await workers.close();
  await rm(folder, { recursive: true });
});

test('what an older analyser made answers until it is made anew, and then that does', async () => {
  expect(await found('cooling pump')).toEqual(['pump']);
  expect(await found('jar')).toEqual([]); // too short for being taken for a misspelt one
  const first = await renew();
  expect(first).toMatchObject({ total: DOCUMENTS + 2, whole: false });
  expect(first.passages).toBeGreaterThan(0);
  expect(await found('cooling pump')).toEqual(['pump']);

  await renewed();
  expect(await found('jar')).toEqual(['pump']);
  expect(await found('an unused thing', { limit: 1_000 })).toHaveLength(DOCUMENTS);
  expect((await index.contents()).size).toBe(DOCUMENTS + 2);
  expect(await indexFiles()).toEqual([`index.${INDEX_VERSION}.db`]);
  await workers.close();
  await open();
  expect(index.renew).toBeUndefined();
  expect(await found('jar')).toEqual(['pump']);
});

test('what is written meanwhile is found before and after', async () => {
  await renew();
  await index.publish(indexed('leave'), [passage('leave')]);
  await index.publish(indexed('d1', 2), [passage('d1', { text: 'Box 1 is for zebras.' })]);
  await index.remove(['d0']);
  await index.describe('d2', { metadata: { shelf: 'top' }, readers: ['user:anna'] });
  const check = async () => {
    expect(await found('annual leave', { limit: 1 })).toEqual(['leave']);
    expect(await found('zebras')).toEqual(['d1']);
    expect(await found('box', { limit: 1_000 })).toHaveLength(DOCUMENTS - 2);
    const anna = { readers: ['user:anna'] };
    expect(await found('box', anna)).toEqual(['d2']);
    expect(await found('box', { ...anna, filter: { shelf: ['top'] } })).toEqual(['d2']);
    const facets = await index.facets({ ...asked(''), ...anna, names: ['shelf'] });
    expect(facets).toEqual({ shelf: [{ value: 'top', documents: 1 }] });
  };
  await check();
  await renewed();
  await check();
  await index.publish(indexed('d0'), [passage('d0', { text: 'Box 0 is back.' })]);
  expect(await found('box', { limit: 1_000 })).toHaveLength(DOCUMENTS - 1);
});

test('broken off, it goes on where it was, and what was not finished is never searched', async () => {
  const before = await renew();
  await Promise.all(threads.map((thread) => thread.terminate()));
  await open();
  expect(await found('jar')).toEqual([]); // too short for being taken for a misspelt one
  expect(await found('unused', { limit: 1_000 })).toHaveLength(DOCUMENTS);
  expect((await renew()).passages).toBeGreaterThan(before.passages);
  await renewed();
  expect(await found('jar')).toEqual(['pump']);
});

test('vectors stay those of their passages', async () => {
  const vectorOf = (id: string) => new Float32Array(id === 'pump-1' ? [1, 0] : [0, 1]);
  for (;;) {
    const missing = await index.vectors.missing(SPACE.space, 1_000);
    if (missing.length === 0) break;
    await index.vectors.add(
      SPACE,
      missing.map(({ id }) => ({ passageId: id, vector: vectorOf(id) })),
    );
  }
  expect(await index.vectors.serve(SPACE.space)).toBe(true);
  const near = () => found('?', { limit: 1, vector: new Float32Array([1, 0]) });
  expect(await near()).toEqual(['pump']);
  await renewed();
  expect(await near()).toEqual(['pump']);
  expect(await index.vectors.missing(SPACE.space, 1)).toEqual([]);
  expect(await index.vectors.served()).toMatchObject({ whole: true, passages: DOCUMENTS + 2 });
});

test('an unfinished file that is damaged is begun anew', async () => {
  await renew();
  await workers.close();
  await writeFile(join(folder, `index.${INDEX_VERSION}.new.db`), 'no database'.repeat(1_000));
  await open();
  await expect(renew()).rejects.toMatchObject({ code: 'storage-failed' });
  await renewed();
  expect(await found('jar')).toEqual(['pump']);
});
