import { afterEach, beforeEach, expect, test } from 'vitest';
import { anna, ben, openIngesting } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { describeDocument } from './describe.ts';
import { plainRetrieve } from './retrieve.ts';

/** The index learns of a change after the register: what it gives meanwhile is not handed on. */
let system: Awaited<ReturnType<typeof openIngesting>>;
let documentId: string;
beforeEach(async () => {
  system = await openIngesting();
  documentId = (await system.add('a.txt', 'The code word is kingfisher.')).id;
});
afterEach(() => system.close());

const found = async (stores: TenantStores = system.stores, principal = ben) => {
  const request = { query: 'kingfisher', baseIds: [], conversationId: null, limit: 5 };
  const { passages, evidence } = await plainRetrieve(stores, principal, {
    ...request,
    signal: patient(),
  });
  return { passages: passages.length, evidence };
};

test('a document that only the index still has is not found', async () => {
  expect(await found()).toMatchObject({ passages: 1 });
  await system.stores.documents.delete(documentId);
  expect(await found()).toEqual({ passages: 0, evidence: null });
});

test('a base that is closed while it is searched gives nothing, of documents with readers of their own neither', async () => {
  const { stores } = system;
  await describeDocument(stores, documentId, { readers: ['everyone', 'group:board'] });
  const search: typeof stores.index.search = async (request) => {
    const given = await stores.index.search(request);
    await stores.documents.updateBase('default', { readers: ['user:anna'] });
    return given;
  };
  const closing = { ...stores, index: { ...stores.index, search } };
  expect(await found(closing)).toEqual({ passages: 0, evidence: null });
  expect(await found(stores, anna)).toMatchObject({ passages: 1 });
});
