import { expect, onTestFinished, test } from 'vitest';
import { anna, openIngesting } from '../../testing/fixtures/ingesting.ts';

type System = Awaited<ReturnType<typeof openIngesting>>;

/** While a document is published for the first time, something is done to it. */
const openMeddling = async (meddle: (system: System, documentId: string) => Promise<unknown>) => {
  const meddled = Promise.withResolvers<void>();
  const system: System = await openIngesting({
    beforePublishing: async (documentId) => {
      await meddle(system, documentId);
      meddled.resolve();
    },
  });
  onTestFinished(() => system.close());
  return { ...system, meddled: meddled.promise };
};

const WORDS = 'The code word is kingfisher.';

test('a document that is deleted while it is published is found by nobody', async () => {
  const { upload, stores, search, worker, meddled } = await openMeddling(({ knowledge }, id) =>
    knowledge.documents.delete(anna, id),
  );
  await upload('a.txt', WORDS);
  await meddled;
  await worker.stop(10_000);
  expect(await stores.jobs.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
  expect((await search('kingfisher')).passages).toEqual([]);
  const contents = stores.index.kind === 'managed' ? await stores.index.contents() : null;
  expect(contents).toEqual(new Map());
});
