import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  acceptanceOf,
  outcomeOf,
  sourceOf,
} from '../../testing/conformance/conversation-samples.ts';
import { anna, ben, bytesOf, openIngesting } from '../../testing/fixtures/ingesting.ts';
import type { Document } from '../domain/document.ts';
import type { Principal } from '../domain/principal.ts';
import { patient } from '../../testing/patient.ts';

let system: Awaited<ReturnType<typeof openIngesting>>;
beforeEach(async () => {
  system = await openIngesting();
});
afterEach(() => system.close());

const WORDS = 'The code word is kingfisher.';
const signal = patient();
const missing = { code: 'not-found', message: 'not-found: There is no such document.' };

const versionOf = ({ versionId }: Document): string => versionId ?? '';
const textFor = async (principal: Principal, versionId: string) => {
  const { text, current } = await system.knowledge.text(principal, versionId);
  return { text: text.trim(), current };
};
const kept = async (versionId: string): Promise<boolean> =>
  (await system.stores.documents.text(versionId)) !== null;

/** A turn of this principal's that runs until it is finished with what it cites. */
const asks = async (principal: Principal) => {
  const acceptance = acceptanceOf({ ownerId: principal.id });
  const { conversations } = system.stores;
  await conversations.accept(acceptance);
  return {
    conversationId: acceptance.conversation.id,
    answer: (versionId: string) =>
      conversations.finish(
        acceptance.turn.id,
        outcomeOf('It is kingfisher.', { sources: [sourceOf(versionId)] }),
      ),
  };
};
const cites = async (principal: Principal, versionId: string): Promise<string> => {
  const { conversationId, answer } = await asks(principal);
  await answer(versionId);
  return conversationId;
};
const replace = async ({ id }: Document, text: string): Promise<Document> => {
  const limits = { maxBytes: 1000, signal };
  const bytes = await system.stores.originals.put(Readable.from([Buffer.from(text)]), limits);
  await system.stores.documents.replaceBytes(id, bytes);
  system.worker.wake(anna.tenant);
  const document = await system.settled(id);
  while ((await system.stores.jobs.counts()).running > 0) await new Promise(setImmediate);
  return document;
};

test('a replaced text lives while it is cited, for those who may read the document now', async () => {
  const first = await system.add('a.txt', WORDS);
  await cites(ben, versionOf(first));
  const second = await replace(first, 'The code word is cormorant.');
  const third = await replace(first, 'The code word is bittern.');
  expect(await kept(versionOf(second))).toBe(false);
  expect(await textFor(ben, versionOf(first))).toEqual({ text: WORDS, current: false });
  expect(await textFor(anna, versionOf(first))).toMatchObject({ current: false });
  expect(await textFor(ben, versionOf(third))).toMatchObject({ current: true });
  await system.stores.documents.update(first.id, { readers: ['user:anna'] });
  await expect(textFor(ben, versionOf(first))).rejects.toMatchObject(missing);
});

test('the text of a deleted document is for those of its last readers who cite it', async () => {
  const document = await system.add('a.txt', WORDS);
  const versionId = versionOf(document);
  await system.stores.documents.update(document.id, { readers: ['user:anna', 'group:birds'] });
  const cleo = { ...ben, id: 'cleo', groups: ['birds'] };
  await cites(ben, versionId); // cited, but no longer a reader
  await cites(cleo, versionId);
  await system.knowledge.documents.delete(anna, document.id);
  expect(await textFor(cleo, versionId)).toEqual({ text: WORDS, current: false });
  expect(await system.knowledge.places(cleo, versionId, { start: 0, end: 5 })).toEqual([]);
  const strangers = [anna, ben, { ...cleo, groups: [] }, { ...cleo, id: 'dora' }];
  for (const stranger of strangers) {
    await expect(textFor(stranger, versionId)).rejects.toMatchObject(missing);
    await expect(
      system.knowledge.places(stranger, versionId, { start: 0, end: 5 }),
    ).rejects.toMatchObject(missing);
  }
  await expect(textFor(cleo, 'version_unknown')).rejects.toMatchObject(missing);
});

test('all cited versions outlive their document, and no others', async () => {
  const first = await system.add('a.txt', WORDS);
  const conversationId = await cites(anna, versionOf(first));
  const second = await replace(first, 'The code word is cormorant.');
  await system.knowledge.documents.delete(anna, first.id);
  expect(await textFor(anna, versionOf(first))).toEqual({ text: WORDS, current: false });
  expect(await kept(versionOf(second))).toBe(false);
  await system.stores.conversations.delete(conversationId, anna.id);
  await system.knowledge.forgetConversation(anna.tenant, conversationId);
  expect(await kept(versionOf(first))).toBe(false);
});

test('what a running turn may yet cite is spared however often it is replaced, and goes later', async () => {
  const first = await system.add('a.txt', WORDS);
  const { answer } = await asks(anna);
  const second = await replace(first, 'The code word is cormorant.');
  const third = await replace(first, 'The code word is bittern.');
  expect([await kept(versionOf(first)), await kept(versionOf(second))]).toEqual([true, true]);
  await answer(versionOf(first));
  await replace(first, 'The code word is heron.');
  expect([await kept(versionOf(second)), await kept(versionOf(third))]).toEqual([false, false]);
  expect(await textFor(anna, versionOf(first))).toEqual({ text: WORDS, current: false });
});

test('attachments go with their conversation, though it cites them', async () => {
  const { conversationId, answer } = await asks(ben);
  const document = await system.settled(
    (
      await system.knowledge.documents.addUpload(
        ben,
        { conversationId, name: 'a.txt' },
        { bytes: bytesOf(WORDS), signal },
      )
    ).id,
  );
  await answer(versionOf(document));
  await system.knowledge.forgetConversation(ben.tenant, conversationId);
  expect(await kept(versionOf(document))).toBe(false);
});
