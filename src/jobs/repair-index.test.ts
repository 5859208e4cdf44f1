import { afterEach, beforeEach, expect, test } from 'vitest';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { openIngesting } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';
import { Problem } from '../domain/problem.ts';
import type { ManagedIndex } from '../ports/knowledge-index.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { repairIndex } from './repair-index.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
beforeEach(async () => {
  system = await openIngesting();
});
afterEach(() => system.close());

test('what is still to be published is left to its job: a full disk keeps no server from starting', async () => {
  const { id } = await system.add('a.txt', 'The pump is loud.');
  const full: ManagedIndex = {
    ...(system.stores.index as ManagedIndex), // it is the one in SQLite
    contents: () => Promise.resolve(new Map()),
    publish: () => Promise.reject(new Problem('storage-full', 'There is no room left.')),
  };
  const stores: TenantStores = { ...system.stores, index: full };
  const repair = () => repairIndex(stores, { logger: quietLogger, signal: patient() });
  await expect(repair()).rejects.toMatchObject({ code: 'storage-full' });
  await system.stores.documents.update(id, { state: 'indexing' });
  expect(await repair()).toEqual({ published: 0, removed: 0 });
});
