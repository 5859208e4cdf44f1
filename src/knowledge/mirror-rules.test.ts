import { afterEach, beforeEach, expect, test } from 'vitest';
import { noRules } from '../../testing/fakes/file-source.ts';
import { openIngesting } from '../../testing/fixtures/ingesting.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { applyRules, baseOfRules } from './mirror-rules.ts';

/** A document that rules put into another base is read by those who read that base, from that moment. */
let system: Awaited<ReturnType<typeof openIngesting>>;
beforeEach(async () => {
  system = await openIngesting();
});
afterEach(() => system.close());

const few = ['user:anna'];
const toStaff = { before: noRules, after: { ...noRules, base: 'HR' }, defaultBaseId: 'default' };
const readersAfter = async (stores: TenantStores, id: string) => {
  const document = await system.settled(id);
  await applyRules(stores, document, toStaff);
  return (await system.stores.documents.document(id))?.readers;
};

test('rules that name another base and no readers give its readers', async () => {
  const base = await baseOfRules(system.stores, 'HR', 'default');
  await system.stores.documents.updateBase(base.id, { readers: few });
  const { id } = await system.add('a.txt', 'Words.');
  expect(await readersAfter(system.stores, id)).toEqual(few);
});

test('also when those change in the moment in which it goes there', async () => {
  const { documents, mirrors } = system.stores;
  const base = await baseOfRules(system.stores, 'HR', 'default');
  const { id } = await system.add('a.txt', 'Words.');
  const place: typeof mirrors.place = async (...where) => {
    await documents.updateBase(base.id, { readers: few });
    return mirrors.place(...where);
  };
  const stores = { ...system.stores, mirrors: { ...mirrors, place } };
  expect(await readersAfter(stores, id)).toEqual(few);
});
