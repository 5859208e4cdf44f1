import { afterAll, beforeAll, expect, test } from 'vitest';
import { pause } from '../../src/lib/clock.ts';
import { sha256 } from '../../src/lib/ids.ts';
import type { DocumentStore } from '../../src/ports/document-store.ts';

/** The bytes in pieces, as they come from a network. */
async function* piecesOf(...pieces: (string | Uint8Array)[]) {
  for (const piece of pieces) {
    await pause(0);
    yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece;
  }
}

async function* endless() {
  for (;;) {
    await pause(1);
    yield new Uint8Array(1000);
  }
}

export type DocumentStores = {
  here: DocumentStore;
  there: DocumentStore;
  /** How many things are kept for `here`, unfinished ones included. */
  count(): Promise<number>;
  close(): Promise<void>;
};

export const documentStoreConformance = (open: () => Promise<DocumentStores>): void => {
  let stores: DocumentStores;
  beforeAll(async () => {
    stores = await open();
  });
  afterAll(() => stores.close());
  const limits = () => ({ maxBytes: 1_000_000, signal: new AbortController().signal });
  const put = (...pieces: (string | Uint8Array)[]) =>
    stores.here.put(piecesOf(...pieces), limits());
  const read = async (hash: string, range?: { start: number; end: number }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stores.here.read(hash, range)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };

  test('keeps bytes under their hash', async () => {
    const kept = await put('one ', 'two ', 'three');
    expect(kept).toEqual({ hash: sha256('one two three'), bytes: 13 });
    expect(await read(kept.hash)).toBe('one two three');
    expect(await stores.here.size(kept.hash)).toBe(13);
  });

  test('keeps nothing at all, and large bytes', async () => {
    const empty = await put();
    expect(empty).toEqual({ hash: sha256(''), bytes: 0 });
    expect(await read(empty.hash)).toBe('');
    const large = new Uint8Array(999_999).fill(65);
    const kept = await put(large);
    expect(await read(kept.hash)).toBe('A'.repeat(999_999));
  });

  test.for([
    [{ start: 0, end: 3 }, 'one'],
    [{ start: 4, end: 7 }, 'two'],
    [{ start: 4, end: 900 }, 'two'],
    [{ start: 3, end: 3 }, ''],
  ] as const)('reads a range: %j', async ([range, text]) => {
    const { hash } = await put('one two');
    expect(await read(hash, range)).toBe(text);
  });

  test('equal bytes are kept once, also when they come at the same time', async () => {
    const before = await stores.count();
    const kept = await Promise.all(Array.from({ length: 8 }, () => put('the very', ' same')));
    expect(new Set(kept.map(({ hash }) => hash)).size).toBe(1);
    expect(await stores.count()).toBe(before + 1);
    expect(await read(kept[0]?.hash ?? '')).toBe('the very same');
  });

  test('too many bytes are refused and leave nothing', async () => {
    const before = await stores.count();
    const bytes = endless();
    const call = stores.here.put(bytes, { ...limits(), maxBytes: 5000 });
    await expect(call).rejects.toMatchObject({ code: 'too-large' });
    expect(await bytes.next()).toMatchObject({ done: true });
    expect(await stores.count()).toBe(before);
  });

  test('an abort or a broken source leaves nothing', async () => {
    const before = await stores.count();
    const controller = new AbortController();
    const call = stores.here.put(endless(), { maxBytes: 1e9, signal: controller.signal });
    controller.abort(new Error('the person left'));
    await expect(call).rejects.toThrow('the person left');
    const late = stores.here.put(piecesOf('x'), { maxBytes: 10, signal: controller.signal });
    await expect(late).rejects.toThrow('the person left');
    async function* broken() {
      yield new Uint8Array(10);
      await pause(0);
      throw new Error('connection lost');
    }
    await expect(stores.here.put(broken(), limits())).rejects.toThrow('connection lost');
    expect(await stores.count()).toBe(before);
  });

  test.for([sha256('unknown'), '../../control.db', '', 'ab/cd', 'A'.repeat(64)])(
    'unknown bytes are not found: %j',
    async (hash) => {
      await expect(read(hash)).rejects.toMatchObject({ code: 'not-found' });
      await expect(stores.here.localPath(hash)).rejects.toMatchObject({ code: 'not-found' });
      expect(await stores.here.size(hash)).toBeNull();
      await stores.here.delete(hash);
    },
  );

  test('deleted bytes are gone, and may come again', async () => {
    const { hash } = await put('short life');
    await stores.here.delete(hash);
    expect(await stores.here.size(hash)).toBeNull();
    await put('short life');
    expect(await read(hash)).toBe('short life');
  });

  test('pieces of a reading are kept in their order, by extractor, until they are removed', async () => {
    const { hash } = await put('long to read');
    const pieces = async (extractor: string) => {
      const found = await Array.fromAsync(stores.here.checkpoints(hash, extractor).load());
      return found.map((piece) => Buffer.from(piece).toString());
    };
    expect(await pieces('one')).toEqual([]);
    const first = stores.here.checkpoints(hash, 'one');
    for (let number = 0; number < 12; number += 1)
      await first.save(new TextEncoder().encode(`piece ${number}`));
    const again = stores.here.checkpoints(hash, 'one'); // as after a crash
    await again.save(new TextEncoder().encode('piece 12'));
    expect(await pieces('one')).toEqual(Array.from({ length: 13 }, (_, at) => `piece ${at}`));
    expect(await pieces('two')).toEqual([]);
    await again.remove();
    expect(await pieces('one')).toEqual([]);
    await again.save(new TextEncoder().encode('new'));
    expect(await pieces('one')).toEqual(['new']);
    await stores.here.delete(hash);
    expect(await pieces('one')).toEqual([]);
    expect(() => stores.here.checkpoints('../..', 'one')).toThrow('not-found');
  });

  test("another tenant's bytes are not there", async () => {
    const { hash } = await put('of this tenant');
    expect(await stores.there.size(hash)).toBeNull();
    await stores.there.delete(hash);
    expect(await read(hash)).toBe('of this tenant');
  });
};
