import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeSource, noRules } from '../../testing/fakes/file-source.ts';
import { anna, openIngesting } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';
import { OPERATOR } from '../access/identity.ts';
import { describeDocument } from './describe.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
beforeEach(async () => {
  system = await openIngesting();
});
afterEach(() => system.close());

const left = async (): Promise<string[]> =>
  (await system.stores.documents.documents({ baseIds: ['default'], limit: 10 })).items.map(
    ({ name }) => name,
  );
const remove = (principal = anna) => system.knowledge.bases.delete(principal, 'default');

test('a base with documents that its administrator may not read is not deleted, nor anything of it', async () => {
  await system.add('open.txt', 'Open.');
  const { id } = await system.add('closed.txt', 'Closed.');
  await describeDocument(system.stores, id, { readers: ['group:board'] });
  const refused = await remove().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'conflict' });
  expect(String(refused)).not.toMatch(/closed|\d/u);
  expect((await left()).toSorted()).toEqual(['closed.txt', 'open.txt']);
  await remove({ ...anna, groups: ['board'] });
  expect(await system.stores.documents.base('default')).toBeNull();
});

test('whoever runs the server deletes it with all its documents', async () => {
  const { id } = await system.add('closed.txt', 'Closed.');
  await describeDocument(system.stores, id, { readers: [] });
  await remove(OPERATOR);
  expect(await system.stores.documents.base('default')).toBeNull();
});

test('a mirrored document that the administrator may not read does not tell its place', async () => {
  const fake = fakeSource();
  fake.put('hr/closed.txt', 'Closed.', { ...noRules, readers: ['group:board'] });
  const source = { source: fake.source, baseId: 'default' };
  await (await system.knowledge.mirror(anna.tenant, source)).look(patient());
  expect(await left()).toEqual(['closed.txt']);
  const refused = await remove().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'conflict' });
  expect(String(refused)).not.toMatch(/hr|closed/u);
});
