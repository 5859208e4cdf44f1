import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { anna, ben, openIngesting } from '../../testing/fixtures/ingesting.ts';
import type { Document } from '../domain/document.ts';
import { repairIndex } from '../jobs/repair-index.ts';
import type { ManagedIndex } from '../ports/knowledge-index.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { describeDocument } from './describe.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { removeDocument } from './removal.ts';
import { patient } from '../../testing/patient.ts';

/** Whatever dies between the register and the index: the register is the truth, and the index follows it. */
let system: Awaited<ReturnType<typeof openIngesting>>;
let document: Document;
beforeEach(async () => {
  system = await openIngesting();
  document = await system.add('birds.md', 'The kingfisher nests at the pond.');
});
afterEach(() => system.close());

/** The stores of a process that dies when it reaches the index. */
const dying = (): TenantStores => {
  const { index } = system.stores;
  if (index.kind !== 'managed') throw new Error('not ours to write');
  const die = () => Promise.reject(new Error('died'));
  return {
    ...system.stores,
    index: { ...index, describe: die, remove: die } satisfies ManagedIndex,
  };
};
const hits = async (principal = anna) =>
  (await system.search('kingfisher', principal)).passages.length;
const untilHits = async (count: number, principal = anna) => {
  while ((await hits(principal)) !== count) await pause(20);
};

test('readers that were withdrawn half way are withdrawn', async () => {
  expect(await hits(ben)).toBe(1);
  const change = { readers: ['user:anna'] };
  await expect(describeDocument(dying(), document.id, change)).rejects.toThrow('died');
  system.worker.wake(anna.tenant);
  await untilHits(0, ben);
  expect(await hits()).toBe(1);
});

test('metadata that were changed half way are changed', async () => {
  const change = { metadata: { team: 'heating' } };
  await expect(describeDocument(dying(), document.id, change)).rejects.toThrow('died');
  system.worker.wake(anna.tenant);
  const found = () =>
    system.knowledge.search(anna, {
      query: 'kingfisher',
      filter: { team: ['heating'] },
      limit: 5,
      signal: patient(),
    });
  while ((await found()).passages.length === 0) await pause(20);
});

test('other readers of a base reach the index although nobody but its job brought them there', async () => {
  await system.stores.documents.updateBase('default', { readers: ['user:anna'] });
  system.worker.wake(anna.tenant);
  const asBen = () =>
    system.stores.index.search({
      query: 'kingfisher',
      baseIds: ['default'],
      readers: ['everyone', 'user:ben'],
      limit: 5,
      signal: patient(),
    });
  while ((await asBen()).passages.length > 0) await pause(20);
  expect(await hits()).toBe(1);
});

test('a document that was deleted half way is gone after the next start', async () => {
  const removal = { oneAtATime: createOneAtATime() };
  await expect(removeDocument(dying(), document, removal)).rejects.toThrow('died');
  expect(await system.stores.documents.document(document.id)).toBeNull();
  const signal = patient();
  expect(await repairIndex(system.stores, { logger: quietLogger, signal })).toMatchObject({
    removed: 1,
  });
  expect(await hits()).toBe(0);
});
