import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anna, bytesOf, openIngesting } from '../../testing/fixtures/ingesting.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import { createKnowledge } from './knowledge.ts';
import { patient } from '../../testing/patient.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
beforeEach(async () => {
  system = await openIngesting();
});
afterEach(() => system.close());

const WORDS = 'The code word is kingfisher.';
const upload = (bytes = bytesOf(WORDS), signal = patient()) =>
  [anna, { baseId: 'default', name: 'b.txt' }, { bytes, signal }] as const;

/** Knowledge whose store of originals has a hand on it, over the same data. */
const withOriginals = (change: (real: DocumentStore) => Partial<DocumentStore>) => {
  const open: TenantDoor['open'] = async (tenant) => {
    const stores = await system.tenants.open(tenant);
    return { ...stores, originals: { ...stores.originals, ...change(stores.originals) } };
  };
  return createKnowledge({ tenants: { ...system.tenants, open } });
};

test('bytes that are deleted while equal ones are taken in stay', async () => {
  const first = await system.add('a.txt', WORDS);
  const stored = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const { documents } = withOriginals((real) => ({
    put: async (bytes, limits) => {
      const kept = await real.put(bytes, limits);
      stored.resolve();
      await goOn.promise;
      return kept;
    },
  }));
  const uploading = documents.addUpload(...upload());
  await stored.promise;
  const deleting = documents.delete(anna, first.id);
  await Promise.race([deleting, pause(300)]); // all that it would do without waiting
  goOn.resolve();
  const second = await uploading;
  await deleting;
  expect(await system.stores.documents.document(first.id)).toBeNull();
  expect(await system.stores.originals.size(second.hash)).toBe(WORDS.length);
  system.worker.wake(anna.tenant);
  expect(await system.settled(second.id)).toMatchObject({ state: 'ready' });
});

test('equal files taken in at once are each a document, and go with the last', async () => {
  const { documents } = system.knowledge;
  const both = await Promise.all([1, 2, 3].map(() => documents.addUpload(...upload())));
  await Promise.all(both.map(({ id }) => system.settled(id)));
  await Promise.all(both.map(({ id }) => documents.delete(anna, id)));
  expect(await system.stores.originals.size(both[0]?.hash ?? '')).toBeNull();
});

test('an upload that fails or is given up holds up nobody and leaves nothing', async () => {
  const { documents } = withOriginals((real) => ({
    put: async (bytes, limits) => {
      await real.put(bytes, limits);
      throw new Error('the disk went away');
    },
  }));
  await expect(documents.addUpload(...upload())).rejects.toThrow('the disk went away');
  const given = new AbortController();
  async function* endless() {
    yield new TextEncoder().encode(WORDS);
    given.abort(new Error('given up'));
    yield new TextEncoder().encode(WORDS);
  }
  await expect(
    system.knowledge.documents.addUpload(...upload(endless(), given.signal)),
  ).rejects.toThrow('given up');
  const document = await system.add('c.txt', WORDS);
  await system.knowledge.documents.delete(anna, document.id);
  expect(await system.stores.originals.size(document.hash)).toBeNull();
});

test('bytes for a base that is deleted while they come are not kept', async () => {
  const { bases, documents } = system.knowledge;
  const { id } = await bases.create(anna, { name: 'Short-lived', description: '' });
  const hash = createHash('sha256').update(WORDS).digest('hex');
  async function* coming() {
    yield new TextEncoder().encode(WORDS);
    await bases.delete(anna, id);
  }
  const incoming = { bytes: coming(), signal: patient() };
  const uploading = documents.addUpload(anna, { baseId: id, name: 'b.txt' }, incoming);
  await expect(uploading).rejects.toMatchObject({ code: 'not-found' });
  expect(await system.stores.originals.size(hash)).toBeNull();
});
