import { expect, onTestFinished, test } from 'vitest';
import { openIngesting } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';
import { spreadDescription } from './describe.ts';

test('of two changes at once the index ends with the later one, though the earlier one is written last', async () => {
  const system = await openIngesting();
  onTestFinished(() => system.close());
  const { stores } = system;
  const { index, documents } = stores;
  if (index.kind !== 'managed') throw new Error('The index is ours');
  const { id } = await system.add('a.txt', 'The code word is kingfisher.');
  await system.worker.stop(1000); // no job makes up for it
  let written = 0;
  const describe: typeof index.describe = async (documentId, change) => {
    written += 1;
    if (written === 1) await documents.describe(id, { readers: ['user:anna'] });
    return index.describe(documentId, change);
  };
  await spreadDescription({ ...stores, index: { ...index, describe } }, id);
  const search = { query: 'kingfisher', baseIds: ['default'], limit: 5, signal: patient() };
  expect((await index.search({ ...search, readers: ['everyone'] })).passages).toEqual([]);
  expect((await index.search({ ...search, readers: ['user:anna'] })).passages).toHaveLength(1);
});
