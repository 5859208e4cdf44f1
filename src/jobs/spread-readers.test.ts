import { expect, onTestFinished, test } from 'vitest';
import { openIngesting } from '../../testing/fixtures/ingesting.ts';
import { spreadReaders } from './spread-readers.ts';
import { patient } from '../../testing/patient.ts';

/** Documents follow their base in the register's own transaction; the job that comes with it only tells the index. */
test('a document that was given readers after its base keeps them, whenever the job runs', async () => {
  const system = await openIngesting();
  onTestFinished(() => system.close());
  const { documents } = system.stores;
  const few = ['user:anna'];
  await documents.updateBase('default', { readers: few });
  const { id } = await system.settled((await system.upload('plan.txt', 'The plan.')).id);
  await documents.updateBase('default', { readers: ['everyone'] });
  expect((await documents.document(id))?.readers).toEqual(['everyone']);
  await documents.describe(id, { readers: few });
  const job = { id: 'job', kind: 'spread-readers', lane: '', about: null, format: '', bytes: 0 };
  const payload = { baseId: 'default', from: JSON.stringify(few) };
  await spreadReaders.run(system.stores, { ...job, payload, attempt: 1, fence: 1 }, patient());
  expect((await documents.document(id))?.readers).toEqual(few);
});

test('what was found before the index knew the readers is not remembered when it does', async () => {
  const system = await openIngesting();
  onTestFinished(() => system.close());
  const { documents, jobs } = system.stores;
  await system.worker.stop(0);
  await documents.updateBase('default', { readers: ['user:anna'] });
  const [before = 0] = await documents.baseVersions(['default']);
  const wish = { kinds: ['spread-readers'], leaseMs: 60_000, maxAttempts: 1 };
  const job = await jobs.claim(wish);
  if (!job) throw new Error('A job was expected');
  await jobs.complete(job);
  const [after] = await documents.baseVersions(['default']);
  expect(after).toBeGreaterThan(before);
});
