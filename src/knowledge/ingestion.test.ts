import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { anna, ben, openIngesting, sharedExtractor } from '../../testing/fixtures/ingesting.ts';
import { extractedText } from '../../testing/conformance/document-samples.ts';
import type { Document } from '../domain/document.ts';
import { readersOf } from '../domain/principal.ts';
import { pause } from '../lib/clock.ts';
import type { AttachedFile, ExtractionRequest, Extractor } from '../ports/extractor.ts';
import { describeDocument } from './describe.ts';
import { patient } from '../../testing/patient.ts';

type System = Awaited<ReturnType<typeof openIngesting>>;
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});
const open = async (options: Parameters<typeof openIngesting>[0] = {}): Promise<System> => {
  const system = await openIngesting(options);
  closing.push(() => system.close());
  return system;
};

/** Reads texts as they are; names that begin with `slow` never end by themselves, `mail` ones carry files. */
const extractorOf = (attached: () => AttachedFile[] = () => []) => {
  const asked: ExtractionRequest[] = [];
  const stopped: string[] = [];
  const extractor: Extractor = {
    ...sharedExtractor,
    async extract(request) {
      asked.push(request);
      if (request.name.startsWith('slow')) {
        request.onProgress?.(3, 10);
        await pause(60_000, request.signal).finally(() => stopped.push(request.name));
      }
      if (!request.name.startsWith('mail')) return sharedExtractor.extract(request);
      const metadata = { email_from: 'Cleo', email_date: '2026-01-02', importance: 'low' };
      return {
        outcome: 'extracted',
        format: 'email',
        mediaType: 'message/rfc822',
        extracted: extractedText({
          metadata,
          whole: true,
          warnings: [],
          placed: new Float64Array(),
        }),
        attachments: attached(),
      };
    },
  };
  return { extractor, asked, stopped };
};
const fileOf = (name: string, text: string): AttachedFile => ({
  name,
  bytes: new TextEncoder().encode(text),
});
const replace = async ({ stores, worker, settled }: System, id: string, text: string) => {
  const limits = { maxBytes: 1000, signal: patient() };
  const kept = await stores.originals.put(Readable.from([Buffer.from(text)]), limits);
  await stores.documents.replaceBytes(id, kept);
  worker.wake(anna.tenant);
  return settled(id);
};
const done = async ({ stores }: System): Promise<void> => {
  for (;;) {
    const { waiting, running } = await stores.jobs.counts();
    if (waiting + running === 0) return;
    await pause(5);
  }
};

test('a document that is read shows how far, and stops at once when it is cancelled', async () => {
  const { extractor, stopped } = extractorOf();
  const system = await open({ extractor });
  const { knowledge, upload, settled, add, search } = system;
  const document = await upload('slow.txt', 'The code word is kingfisher.');
  await expect
    .poll(async () => (await knowledge.documents.get(anna, document.id)).progress)
    .toEqual({ stage: 'extracting', place: null, done: 3, total: 10 });
  expect((await knowledge.ingestion.overview(anna)).reading.map(({ id }) => id)).toEqual([
    document.id,
  ]);
  expect(await knowledge.ingestion.cancel(anna, document.id)).toMatchObject({ state: 'cancelled' });
  await expect.poll(() => stopped).toEqual(['slow.txt']);
  expect(await add('b.txt', 'Another word is cormorant.')).toMatchObject({ state: 'ready' });
  expect(await settled(document.id)).toMatchObject({ state: 'cancelled', versionId: null });
  expect((await search('kingfisher')).passages).toEqual([]);
  await done(system);
});

test('the version before is searched on when the reading of new bytes is cancelled', async () => {
  const { extractor } = extractorOf();
  const system = await open({ extractor });
  const { knowledge, stores, worker, search } = system;
  const document = await system.add('a.txt', 'The code word is kingfisher.');
  await knowledge.ingestion.pause(anna, {});
  const limits = { maxBytes: 1000, signal: patient() };
  const bytes = Readable.from([Buffer.from('The code word is cormorant.')]);
  await stores.documents.replaceBytes(document.id, await stores.originals.put(bytes, limits));
  worker.wake(anna.tenant);
  const cancelled = await knowledge.ingestion.cancel(anna, document.id);
  expect(cancelled.reason).toContain('Its version before is still searched.');
  expect((await search('kingfisher')).passages).toHaveLength(1);
  await knowledge.ingestion.resume(anna, {});
  await knowledge.documents.reindex(anna, document.id);
  await system.settled(document.id);
  expect((await search('cormorant')).passages).toHaveLength(1);
});

test('what a mail carries are documents of their own, the same ones when it is read again', async () => {
  let files = [fileOf('a.txt', 'Kingfisher words.'), fileOf('../b.txt', 'Cormorant words.')];
  const { extractor, asked } = extractorOf(() => files);
  const system = await open({ extractor });
  const { knowledge, stores, search } = system;
  const mail = await system.add('mail.eml', 'first');
  await done(system);
  const attached = () => stores.documents.attachmentsOf(mail.id);
  const first = await attached();
  expect(first).toMatchObject([
    { name: 'a.txt', state: 'ready', lane: mail.lane, readers: mail.readers },
    { name: 'b.txt', state: 'ready', source: { kind: 'attachment', documentId: mail.id } },
  ]);
  expect(first[0]?.metadata).toEqual({
    email_from: 'Cleo',
    email_date: '2026-01-02',
    email_subject: 'Boiler manual',
  });

  const before = asked.length;
  await knowledge.documents.reindex(anna, mail.id);
  await done(system);
  expect((await attached()).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  expect(asked).toHaveLength(before); // equal bytes, and what they carry is there

  files = [fileOf('a.txt', 'Kingfisher words.'), fileOf('c.txt', 'Bittern words.')];
  await replace(system, mail.id, 'second');
  await done(system);
  expect((await attached()).map(({ name }) => name)).toEqual(['a.txt', 'c.txt']);
  expect((await attached())[0]?.id).toBe(first[0]?.id);
  expect((await search('cormorant')).passages).toEqual([]);

  await knowledge.documents.delete(anna, mail.id);
  expect(await attached()).toEqual([]);
  expect((await search('bittern')).passages).toEqual([]);
});

test('a copy of a mail has its files too; mails in mails end somewhere', async () => {
  const { extractor } = extractorOf(() => [fileOf('mail in it.eml', 'deeper')]);
  const system = await open({ extractor });
  const first = await system.add('mail.eml', 'same bytes');
  const second = await system.add('mail copy.eml', 'same bytes');
  await done(system);
  const chain = async ({ id }: Document): Promise<Document[]> => {
    const below = await system.stores.documents.attachmentsOf(id);
    return [...below, ...(await Promise.all(below.map(chain))).flat()];
  };
  for (const mail of [first, second]) {
    const all = await chain(mail);
    expect(all).toHaveLength(3);
    expect(all.at(-1)?.warnings).toMatchObject([{ code: 'attachments-left-out' }]);
  }
});

test('readers that are taken away find nothing from then on, in what came with it neither', async () => {
  const { extractor } = extractorOf(() => [fileOf('a.txt', 'Cormorant words.')]);
  const system = await open({ extractor });
  const { stores, search } = system;
  const mail = await system.add('mail.eml', 'first');
  await done(system);
  expect((await search('boiler', ben)).passages).not.toEqual([]);
  expect((await search('cormorant', ben)).passages).toHaveLength(1);
  expect(await describeDocument(stores, mail.id, { readers: ['user:anna'] })).toBe(true);
  for (const query of ['boiler', 'cormorant']) {
    expect((await search(query, ben)).passages).toEqual([]);
    expect((await search(query, anna)).passages).not.toEqual([]);
    // The index itself says so, not only whoever looks at what it brings up.
    const { passages } = await stores.index.search({
      query,
      baseIds: ['default'],
      readers: readersOf(ben),
      limit: 5,
      signal: patient(),
    });
    expect(passages).toEqual([]);
  }
  system.worker.wake(anna.tenant);
  await done(system);
  expect(await describeDocument(stores, 'nothing', { readers: [] })).toBe(false);
});

test('one document of another person waits for one of each lane, not for ten thousand', async () => {
  const { extractor, asked } = extractorOf();
  const system = await open({ extractor, concurrency: 1 });
  const { knowledge, upload } = system;
  await knowledge.ingestion.pause(anna, {});
  for (let number = 0; number < 30; number += 1)
    await upload(`anna ${number}.txt`, `Words number ${number}.`);
  const own = await upload('ben.txt', 'Words of Ben.', ben);
  await knowledge.ingestion.resume(anna, {});
  const [first] = (await knowledge.documents.list(ben, { limit: 1 })).items;
  expect(first?.id).toBe(own.id);
  await system.settled(own.id);
  expect(asked.findIndex(({ name }) => name === 'ben.txt')).toBeLessThan(3);
  await done(system);
});

test('what was given up is listed with its reason, to those who may read it, until it is tried again', async () => {
  const system = await open();
  const { knowledge, stores } = system;
  const document = await system.add('a.txt', 'The code word is kingfisher.');
  await system.worker.stop(1000);
  await stores.documents.requeue(document.id);
  const job = await stores.jobs.claim({
    kinds: ['ingest-document'],
    leaseMs: 1000,
    maxAttempts: 9,
  });
  if (!job) throw new Error('A job was expected');
  await stores.jobs.fail(job, { reason: 'It broke', retryInMs: null });
  expect(await knowledge.ingestion.givenUp(ben)).toMatchObject([
    { document: { id: document.id }, job: { reason: 'It broke', attempt: 1 } },
  ]);
  await describeDocument(stores, document.id, { readers: ['user:anna'] });
  expect(await knowledge.ingestion.givenUp(ben)).toEqual([]);
  await knowledge.documents.reindex(anna, document.id);
  expect(await knowledge.ingestion.givenUp(anna)).toEqual([]);
});

test('what failed and somebody may not read is neither read again for them nor counted', async () => {
  const system = await open();
  const { knowledge, stores } = system;
  const document = await system.add('a.pdf', '%PDF-1.7 broken');
  expect(document.state).toBe('failed');
  await describeDocument(stores, document.id, { readers: ['user:anna'] });
  expect(await knowledge.ingestion.retryFailed(ben, 'default')).toBe(0);
  expect((await stores.documents.document(document.id))?.state).toBe('failed');
  expect(await knowledge.ingestion.retryFailed(anna, 'default')).toBe(1);
  await system.settled(document.id);
});

test('of what is being read just now each is told what they may read', async () => {
  const { extractor, asked } = extractorOf();
  const system = await open({ extractor });
  const { knowledge, stores, upload } = system;
  const [shown, hidden] = [await upload('slow a.txt', 'One.'), await upload('slow b.txt', 'Two.')];
  await expect.poll(() => asked.length).toBe(2);
  await describeDocument(stores, hidden.id, { readers: ['user:anna'] });
  const readingFor = async (principal = anna) =>
    (await knowledge.ingestion.overview(principal)).reading.map(({ id }) => id);
  expect(await readingFor(ben)).toEqual([shown.id]);
  expect((await readingFor()).toSorted()).toEqual([shown.id, hidden.id].toSorted());
  for (const { id } of [shown, hidden]) await knowledge.ingestion.cancel(anna, id);
});
