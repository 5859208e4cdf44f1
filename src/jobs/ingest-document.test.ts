import { Readable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { quietLogger } from '../../testing/fakes/quiet-logger.ts';
import { anna, openIngesting, sharedExtractor } from '../../testing/fixtures/ingesting.ts';
import { pause } from '../lib/clock.ts';
import type { ExtractionRequest, ExtractionResult, Extractor } from '../ports/extractor.ts';
import { repairIndex } from './repair-index.ts';
import { patient } from '../../testing/patient.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const open = async (options: Parameters<typeof openIngesting>[0] = {}) => {
  const system = await openIngesting(options);
  closing.push(() => system.close());
  return system;
};

/** The real extractor with a hand on it. */
const watched = (
  change: (request: ExtractionRequest, real: Extractor) => Promise<ExtractionResult>,
) => {
  const asked: ExtractionRequest[] = [];
  const extractor: Extractor = {
    ...sharedExtractor,
    extract: (request) => {
      asked.push(request);
      return change(request, sharedExtractor);
    },
  };
  return { extractor, asked };
};
const never = (): never => {
  throw new Error('It was asked before');
};
const asIs = (request: ExtractionRequest, real: Extractor) => real.extract(request);

test('equal bytes are read once, unless another name makes them another kind of text', async () => {
  const { extractor, asked } = watched(asIs);
  const { add } = await open({ extractor });
  await add('a.txt', '# One\n\nSome words to find here.');
  const second = await add('b.txt', '# One\n\nSome words to find here.');
  expect(second).toMatchObject({ state: 'ready', format: 'text', mediaType: 'text/plain' });
  expect(asked).toHaveLength(1);
  expect(await add('c.md', '# One\n\nSome words to find here.')).toMatchObject({
    format: 'markdown',
    title: 'One',
  });
  expect(asked).toHaveLength(2);
});

test('a bad file has a state and a reason, and does not stop the ones behind it', async () => {
  const { upload, settled } = await open();
  const names = ['a.pdf', 'b.txt', 'c.docx', 'd.txt'];
  const contents = ['%PDF-1.7 broken', 'Good words of b.', 'PK broken', 'Good words of d.'];
  const documents = await Promise.all(
    names.map((name, index) => upload(name, contents[index] ?? '')),
  );
  const states = await Promise.all(documents.map(async ({ id }) => (await settled(id)).state));
  expect(states).toEqual(['failed', 'ready', 'failed', 'ready']);
});

test('a password is used for one reading, and what it opened is not given to equal bytes without it', async () => {
  const { extractor, asked } = watched(async ({ password, ...request }, real) =>
    password === 'open sesame'
      ? real.extract(request)
      : {
          outcome: 'needs-password',
          mediaType: 'application/pdf',
          reason: 'The file is encrypted.',
        },
  );
  const { add, settled, knowledge } = await open({ extractor });
  const document = await add('a.txt', 'Locked words.');
  expect(document).toMatchObject({ state: 'needs-password', reason: 'The file is encrypted.' });
  await knowledge.documents.reindex(anna, document.id, 'open sesame');
  expect(await settled(document.id)).toMatchObject({ state: 'ready' });
  expect(await add('b.txt', 'Locked words.')).toMatchObject({ state: 'needs-password' });
  await knowledge.documents.reindex(anna, document.id);
  expect(await settled(document.id)).toMatchObject({ state: 'needs-password' });
  expect(asked.map(({ password }) => password)).toEqual([
    undefined,
    'open sesame',
    undefined,
    undefined,
  ]);
  // Nor are its pieces kept on the disk.
  expect(asked.map(({ checkpoints }) => checkpoints !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ]);
});

test('new bytes replace the old passages when they are whole; such as cannot be read leave the old ones', async () => {
  const { add, settled, stores, search, worker } = await open();
  const document = await add('a.txt', 'The code word is kingfisher.');
  const replace = async (text: string) => {
    const bytes = Readable.from([Buffer.from(text)]);
    const kept = await stores.originals.put(bytes, {
      maxBytes: 1000,
      signal: patient(),
    });
    await stores.documents.replaceBytes(document.id, kept);
    worker.wake(anna.tenant);
    return settled(document.id);
  };
  expect(await replace('The code word is cormorant.')).toMatchObject({ state: 'ready' });
  expect((await search('kingfisher')).passages).toEqual([]);
  expect((await search('cormorant')).passages).toHaveLength(1);
  const unread = await replace('');
  expect(unread).toMatchObject({ state: 'failed' });
  expect(unread.reason).toContain('Its version before is still searched.');
  expect((await search('cormorant')).passages).toHaveLength(1);
  const signal = patient();
  expect(await repairIndex(stores, { logger: quietLogger, signal })).toEqual({
    published: 0,
    removed: 0,
  });
});

test('a document that is deleted while it is read leaves nothing behind', async () => {
  let release = (): void => undefined;
  const { extractor, asked } = watched(async (request, real) => {
    await new Promise<void>((resolve) => {
      release = resolve;
    });
    return real.extract(request);
  });
  const { upload, stores, search, knowledge } = await open({ extractor });
  const document = await upload('a.txt', 'The code word is kingfisher.');
  while (asked.length === 0) await pause(5);
  await knowledge.documents.delete(anna, document.id);
  release();
  while ((await stores.jobs.counts()).running > 0) await pause(5);
  expect((await search('kingfisher')).passages).toEqual([]);
  expect(await stores.jobs.counts()).toEqual({ waiting: 0, running: 0, dead: 0 });
});

test('bytes that were replaced while they were read never replace the newer ones', async () => {
  let release = (): void => undefined;
  const { extractor, asked } = watched(async (request, real) => {
    if (asked.length === 1) {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
    }
    return real.extract(request);
  });
  const { upload, settled, stores, search, worker } = await open({ extractor });
  const document = await upload('a.txt', 'The code word is kingfisher.');
  while (asked.length === 0) await pause(5);
  const bytes = Readable.from([Buffer.from('The code word is cormorant.')]);
  const kept = await stores.originals.put(bytes, {
    maxBytes: 1000,
    signal: patient(),
  });
  await stores.documents.replaceBytes(document.id, kept);
  worker.wake(anna.tenant);
  while (asked.length === 1) await pause(5);
  await settled(document.id);
  release();
  while ((await stores.jobs.counts()).running > 0) await pause(5);
  expect((await search('kingfisher')).passages).toEqual([]);
  expect((await search('cormorant')).passages).toHaveLength(1);
});

test('the index is brought in line with the register: what is missing is published, ghosts are removed', async () => {
  const { add, stores, search } = await open();
  const document = await add('a.txt', 'The code word is kingfisher.');
  const other = await add('b.txt', 'Another word is cormorant.');
  const { index } = stores;
  if (index.kind !== 'managed') throw new Error('the embedded index is managed');
  const [ghost] = await stores.documents.passages(other.id);
  if (!ghost) throw new Error('there is a passage');
  await index.publish({ documentId: 'ghost', versionNumber: 1, metadata: {}, changedAt: 0 }, [
    { ...ghost, id: 'ghost', documentId: 'ghost' },
  ]);
  await index.remove([document.id]);
  expect((await search('kingfisher')).passages).toEqual([]);
  const repaired = await repairIndex(stores, {
    logger: quietLogger,
    signal: patient(),
  });
  expect(repaired).toEqual({ published: 1, removed: 1 });
  expect((await search('kingfisher')).passages).toHaveLength(1);
  expect((await search('cormorant')).passages.map(({ documentId }) => documentId)).toEqual([
    other.id,
  ]);
});

test('a server that stops in the middle reads the document when it starts again', async () => {
  const { extractor, asked } = watched(async ({ signal }) => {
    await pause(60_000, signal);
    throw new Error('never');
  });
  const first = await openIngesting({ extractor });
  const document = await first.upload('a.txt', 'The code word is kingfisher.');
  while (asked.length === 0) await pause(5);
  await first.worker.stop(10);
  await first.close(true);
  const second = await open({ folder: first.folder });
  expect(await second.settled(document.id)).toMatchObject({ state: 'ready' });
  expect((await second.search('kingfisher')).passages).toHaveLength(1);
});

test('a long reading that was cut short goes on with the pieces it had, which then go', async () => {
  const pieces = (request: ExtractionRequest) =>
    Array.fromAsync(request.checkpoints?.load() ?? []).then((all) => all.map(String));
  const { extractor: cut, asked } = watched(async ({ checkpoints, signal }) => {
    for (const piece of ['pages 1 to 100', 'pages 101 to 200'])
      await checkpoints?.save(Buffer.from(piece));
    await pause(60_000, signal);
    throw new Error('never');
  });
  const first = await openIngesting({ extractor: cut });
  const document = await first.upload('a.txt', 'The code word is kingfisher.');
  while (asked.length === 0) await pause(5);
  await expect.poll(() => pieces(asked[0] ?? never())).toHaveLength(2);
  await first.worker.stop(10);
  await first.close(true);
  const had: string[][] = [];
  const { extractor } = watched(async (request, real) => {
    had.push(await pieces(request));
    return real.extract(request);
  });
  const second = await open({ folder: first.folder, extractor });
  expect(await second.settled(document.id)).toMatchObject({ state: 'ready' });
  expect(had).toEqual([['pages 1 to 100', 'pages 101 to 200']]);
  const { checkpoints } = second.stores.originals;
  const left = checkpoints(document.hash, extractor.version).load();
  expect(await Array.fromAsync(left)).toEqual([]);
});

test('a version that was saved before a crash is published, not read or cut again', async () => {
  const { extractor, asked } = watched(asIs);
  const { add, stores, search, worker, settled } = await open({ extractor });
  const document = await add('a.txt', 'The code word is kingfisher.');
  const { index } = stores;
  if (index.kind !== 'managed') throw new Error('the embedded index is managed');
  await stores.documents.requeue(document.id);
  await stores.documents.update(document.id, { state: 'indexing' });
  await index.remove([document.id]);
  worker.wake(anna.tenant);
  const { versionId } = await settled(document.id);
  expect(versionId).toBe(document.versionId);
  expect(asked).toHaveLength(1);
  expect((await search('kingfisher')).passages).toHaveLength(1);
});
