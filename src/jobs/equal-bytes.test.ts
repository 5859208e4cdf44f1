import { expect, onTestFinished, test } from 'vitest';
import { fakeSource } from '../../testing/fakes/file-source.ts';
import { anna, openIngesting, sharedExtractor } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';

/** What each file of a source was read as, and how often anything was extracted. */
const openCounting = async () => {
  const extracted: string[] = [];
  const system = await openIngesting({
    concurrency: 3,
    extractor: {
      ...sharedExtractor,
      extract: (request) => {
        extracted.push(request.name);
        return sharedExtractor.extract(request);
      },
    },
  });
  onTestFinished(() => system.close());
  const fake = fakeSource();
  const mirrored = await system.knowledge.mirror(anna.tenant, {
    source: fake.source,
    baseId: 'default',
  });
  const look = async () => {
    await mirrored.look(patient());
    const documents = await system.stores.documents.fromFolder('/served');
    return Promise.all(documents.map(({ id }) => system.settled(id)));
  };
  return { ...system, ...fake, extracted, look };
};

test('equal bytes at several paths are several documents and one extraction, also when all come at once', async () => {
  const { put, look, extracted, search } = await openCounting();
  const text = 'The code word is kingfisher.';
  for (const path of ['a/plan.txt', 'b/plan.txt', 'c/other.txt']) put(path, text);
  expect((await look()).map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
  expect(extracted).toHaveLength(1);
  put('d/late.txt', text);
  expect(await look()).toHaveLength(4);
  expect(extracted).toHaveLength(1);
  expect(new Set((await search('kingfisher')).passages.map((one) => one.documentId)).size).toBe(4);
});

test('a moved file, or one that is touched, is not extracted again', async () => {
  const { put, rename, look, extracted } = await openCounting();
  put('a.txt', 'The code word is kingfisher.');
  const [before] = await look();
  rename('a.txt', 'deep/b.txt');
  put('deep/b.txt', 'The code word is kingfisher.');
  const [after] = await look();
  expect(after).toMatchObject({ id: before?.id, name: 'b.txt', state: 'ready' });
  expect(extracted).toEqual(['a.txt']);
});
