import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  acceptanceOf,
  outcomeOf,
  sourceOf,
} from '../../testing/conformance/conversation-samples.ts';
import { anna, ben, openIngesting } from '../../testing/fixtures/ingesting.ts';
import type { Document } from '../domain/document.ts';

/** A link to words of a document leads to them as long as they are anywhere. */
let system: Awaited<ReturnType<typeof openIngesting>>;
beforeAll(async () => {
  system = await openIngesting();
});
afterAll(() => system.close());

const QUOTE = 'The deposit is returned within thirty days after the tenant has left.';
const FIRST = `The flat is in Leeds.\n\n${QUOTE}\n\nPets are welcome.`;
const { signal } = new AbortController();
const missing = { code: 'not-found', message: 'not-found: There is no such document.' };

const linkTo = ({ id, versionId }: Document) => {
  const start = FIRST.indexOf(QUOTE);
  const range = { start, end: start + QUOTE.length };
  return { documentId: id, versionId: versionId ?? '', range, words: QUOTE, signal };
};
const replace = async ({ id }: Document, text: string): Promise<Document> => {
  const bytes = Readable.from([Buffer.from(text)]);
  const stored = await system.stores.originals.put(bytes, { maxBytes: 1000, signal });
  await system.stores.documents.replaceBytes(id, stored);
  system.worker.wake(anna.tenant);
  const document = await system.settled(id);
  while ((await system.stores.jobs.counts()).running > 0) await new Promise(setImmediate);
  return document;
};
const cite = async (ownerId: string, versionId: string): Promise<void> => {
  const acceptance = acceptanceOf({ ownerId });
  const { conversations } = system.stores;
  await conversations.accept(acceptance);
  await conversations.finish(
    acceptance.turn.id,
    outcomeOf('Thirty days.', { sources: [sourceOf(versionId)] }),
  );
};
const wordsAt = async (place: { versionId: string; start: number; end: number } | null) => {
  if (!place) return null;
  const { text } = await system.knowledge.text(anna, place.versionId);
  return text.slice(place.start, place.end);
};

test('as long as nothing changes a link leads to its own place', async () => {
  const link = linkTo(await system.add('lease.txt', FIRST));
  expect(await system.knowledge.locate(anna, link)).toEqual({
    changed: false,
    found: { versionId: link.versionId, ...link.range, how: 'exact' },
    old: null,
  });
});

test('a place that does not hold the words is not believed: the words are', async () => {
  const link = linkTo(await system.add('lease.txt', FIRST));
  const bent = { ...link, range: { start: 0, end: 9 } };
  const { found } = await system.knowledge.locate(anna, bent);
  expect(await wordsAt(found)).toBe(QUOTE);
});

test('in a text that has changed the words are found where they stand now', async () => {
  const first = await system.add('lease.txt', FIRST);
  const second = await replace(first, `A new preface of the lease.\n\n${FIRST}`);
  const { changed, found, old } = await system.knowledge.locate(anna, linkTo(first));
  expect({ changed, old }).toEqual({ changed: true, old: null });
  expect(found).toMatchObject({ versionId: second.versionId, how: 'exact' });
  expect(await wordsAt(found)).toBe(QUOTE);
});

test('words that were written anew are found as near ones', async () => {
  const first = await system.add('lease.txt', FIRST);
  const anew = 'The deposit is returned within sixty days after the tenant has left.';
  await replace(first, `The flat is in Leeds.\n\n${anew}\n\nPets are welcome.`);
  const { found } = await system.knowledge.locate(anna, linkTo(first));
  expect(found?.how).toBe('near');
  expect(await wordsAt(found)).toBe(anew);
});

test('words that are gone are found nowhere; while they are cited the old text is named', async () => {
  const first = await system.add('lease.txt', FIRST);
  await cite(anna.id, first.versionId ?? '');
  await replace(first, 'The house was sold.');
  const { found, old } = await system.knowledge.locate(anna, linkTo(first));
  expect(found).toBe(null);
  expect(await wordsAt(old)).toBe(QUOTE);
});

test('a link into a deleted document is for those of its readers who cite it', async () => {
  const first = await system.add('lease.txt', FIRST);
  await cite(ben.id, first.versionId ?? '');
  await system.knowledge.documents.delete(anna, first.id);
  expect(await system.knowledge.locate(ben, linkTo(first))).toMatchObject({
    changed: true,
    found: null,
    old: { versionId: first.versionId },
  });
  await expect(system.knowledge.locate(anna, linkTo(first))).rejects.toMatchObject(missing);
});

test('a stranger learns nothing, and no link reaches into another document', async () => {
  const lease = await system.add('lease.txt', FIRST);
  const other = await system.add('other.txt', 'The house was sold.');
  await system.stores.documents.update(lease.id, { readers: ['user:anna'] });
  await expect(system.knowledge.locate(ben, linkTo(lease))).rejects.toMatchObject(missing);
  const crossed = { ...linkTo(lease), documentId: other.id };
  for (const who of [anna, ben]) {
    expect(await system.knowledge.locate(who, crossed)).toEqual({
      changed: true,
      found: null,
      old: null,
    });
  }
});
