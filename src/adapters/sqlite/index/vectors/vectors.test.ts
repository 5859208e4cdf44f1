import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { indexed, passage } from '../../../../../testing/conformance/knowledge-index-samples.ts';
import { makeStemmer } from '../../../../lib/language/stems.ts';
import { openForSearch, openForWriting } from '../index-database.ts';
import { vectorFileOf } from '../index-file.ts';
import { openVectorSearch } from './vector-search.ts';

const space = { space: 'model', dimensions: 32 };
const vectorFor = (seed: number): Float32Array =>
  Float32Array.from({ length: space.dimensions }, (_, at) => {
    const scattered = Math.sin(seed * 12.9898 + at * 78.233) * 43_758.5453;
    return scattered - Math.floor(scattered) - 0.5;
  });

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docent-vectors-'));
  file = join(folder, 'index.db');
});
afterEach(() => rm(folder, { recursive: true }));

const open = () => openForWriting(file, makeStemmer(1_000));
const passages = Array.from({ length: 40 }, (_, number) =>
  passage('handbook', {
    id: `p${number}`,
    headings: [],
    text: `Rule ${number} is on topic${number}.`,
  }),
);
const fill = async (writing: ReturnType<typeof open>): Promise<void> => {
  await writing.publish(indexed('handbook'), passages);
  writing.vectors().add(
    space,
    passages.map(({ id }, number) => ({ passageId: id, vector: vectorFor(number) })),
  );
  writing.vectors().serve(space.space);
};

const search = (query: string, vector: Float32Array): string[] => {
  const searching = openForSearch(file);
  const comparing = openVectorSearch(vectorFileOf(file, space.space));
  const { passages: found } = searching.search(
    { query, baseIds: ['base'], readers: ['everyone'], limit: 3, vector },
    comparing,
  );
  searching.close();
  comparing.close();
  return found.map(({ id }) => id);
};

test('an index of the words that is made anew finds the vectors again', async () => {
  const first = open();
  await fill(first);
  first.close();
  for (const suffix of ['', '-wal', '-shm']) await rm(file + suffix, { force: true });
  const again = open();
  expect(again.vectors().served()).toMatchObject({ passages: 0, whole: true });
  await again.publish(indexed('other'), [passage('other')]);
  await again.publish(indexed('handbook'), passages);
  expect(again.vectors().served()).toMatchObject({ passages: 40, total: 41 });
  expect(
    again
      .vectors()
      .missing(space.space, 100)
      .map(({ id }) => id),
  ).toEqual(['other-1']);
  again.close();
  expect(search('', vectorFor(17))[0]).toBe('p17');
});

test('a file of vectors that was not finished, or is damaged, is made again', async () => {
  const writing = open();
  await writing.publish(indexed('handbook'), passages);
  writing.close();
  new DatabaseSync(vectorFileOf(file, 'half')).exec('pragma journal_mode = wal');
  await writeFile(vectorFileOf(file, 'damaged'), 'no database at all, but long enough'.repeat(300));
  const again = open();
  expect(again.vectors().spaces()).toEqual([]);
  await fill(again);
  expect(again.vectors().served()).toMatchObject({ passages: 40, whole: true });
  again.close();
  expect((await readdir(folder)).filter((name) => /\.v1-.*\.db$/u.test(name))).toHaveLength(1);
});

test('vectors of what went are taken away also after an end between the two files', async () => {
  const writing = open();
  await fill(writing);
  writing.close();
  const words = new DatabaseSync(file);
  words.exec(`insert into gone select first, passages from parts;
    delete from passages; delete from parts; update totals set passages = 0`);
  words.close();
  const again = open();
  expect(again.vectors().served()).toMatchObject({ passages: 0, whole: true });
  again.close();
  const vectors = new DatabaseSync(vectorFileOf(file, space.space));
  expect(vectors.prepare('select count(*) as count from vectors').get()).toEqual({ count: 0 });
  vectors.close();
});

test('what was read ahead, and changed since, is found as it is now', async () => {
  const many = Array.from({ length: 2_100 }, (_, number) => passage('many', { id: `p${number}` }));
  const vectors = many.map(({ id }, number) => ({ passageId: id, vector: vectorFor(number) }));
  const writing = open();
  await writing.publish(indexed('many'), many);
  writing.vectors().add(space, vectors);
  const comparing = openVectorSearch(vectorFileOf(file, space.space));
  expect(comparing.warm(2)).toBe(false);
  writing.vectors().add(space, [{ passageId: 'p3', vector: vectorFor(9_000) }]);
  expect([comparing.warm(2), comparing.warm(2)]).toEqual([true, true]);
  writing.vectors().add(space, [{ passageId: 'p2000', vector: vectorFor(9_001) }]);
  const searching = openForSearch(file);
  const wish = { query: '', baseIds: ['base'], readers: ['everyone'], limit: 1 };
  for (const [seed, id] of [
    [9_000, 'p3'],
    [9_001, 'p2000'],
    [1_500, 'p1500'],
  ] as const) {
    const found = searching.search({ ...wish, vector: vectorFor(seed) }, comparing);
    expect(found.passages.map((best) => best.id)).toEqual([id]);
  }
  for (const handle of [searching, comparing, writing]) handle.close();
});

test('of two spaces that are served the newer one is kept', async () => {
  const writing = open();
  await fill(writing);
  writing.vectors().add({ space: 'newer', dimensions: 2 }, []);
  writing.close();
  const newer = new DatabaseSync(vectorFileOf(file, 'newer'));
  newer.exec('update space set served = 9');
  newer.close();
  const again = open();
  expect(
    again
      .vectors()
      .spaces()
      .map((kept) => kept.space),
  ).toEqual(['newer']);
  again.close();
});

test('vectors that mean nothing leave the order by words as it is', async () => {
  const writing = open();
  await fill(writing);
  writing.close();
  for (let asked = 0; asked < 20; asked += 1)
    expect(search(`rule on topic${asked}`, vectorFor(1_000 + asked))[0]).toBe(`p${asked}`);
});

test('where words bring up nothing, vectors decide', async () => {
  const writing = open();
  await fill(writing);
  writing.close();
  expect(search('unheard of', vectorFor(23))[0]).toBe('p23');
});
