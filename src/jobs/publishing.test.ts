import { expect, onTestFinished, test } from 'vitest';
import { anna, ben, openIngesting } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';
import { readersOf } from '../domain/principal.ts';
import type { Description } from '../knowledge/describe.ts';

type System = Awaited<ReturnType<typeof openIngesting>>;

/** While a document is published for the first time, something is done to it. */
const openMeddling = async (
  meddle: (system: System, documentId: string) => Promise<unknown>,
  when: 'beforePublishing' | 'afterPublishing' = 'beforePublishing',
) => {
  const meddled = Promise.withResolvers<void>();
  const system: System = await openIngesting({
    [when]: async (documentId: string) => {
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

/** The register is told, and the job that brings it to the index came too early, or never: nobody else does. */
const describeBehind =
  (change: Description) =>
  async ({ stores: { documents, jobs } }: System, id: string): Promise<void> => {
    await documents.describe(id, change);
    const wish = { kinds: ['describe-document'], leaseMs: 60_000, maxAttempts: 9 };
    const job = await jobs.claim(wish);
    if (job) await jobs.complete(job);
  };

/** What the index itself says, whatever the register would say to it. */
const indexed = async ({ stores: { index } }: Pick<System, 'stores'>, filter = {}) => {
  const search = { query: 'kingfisher', baseIds: ['default'], limit: 5, signal: patient() };
  const found = await index.search({ ...search, filter, readers: readersOf(ben) });
  return found.passages.length;
};

test.for(['beforePublishing', 'afterPublishing'] as const)(
  'readers that were taken away %s find nothing, though no job brings it to the index',
  async (when) => {
    const change = describeBehind({ readers: ['user:anna'] });
    const { upload, settled, meddled, stores } = await openMeddling(change, when);
    const { id } = await upload('a.txt', WORDS);
    await meddled;
    await settled(id);
    expect(await indexed({ stores })).toBe(0);
  },
);

test('metadata that were changed while a document was published are found by', async () => {
  const change = describeBehind({ metadata: { kind: 'bird' } });
  const { upload, settled, meddled, stores } = await openMeddling(change);
  const { id } = await upload('a.txt', WORDS);
  await meddled;
  await settled(id);
  expect(await indexed({ stores }, { kind: ['bird'] })).toBe(1);
});
