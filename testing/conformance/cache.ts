import { expect, test } from 'vitest';
import { newId } from '../../src/lib/ids.ts';
import type { Cache, CacheKey } from '../../src/ports/cache.ts';

/** Opens a cache whose clock can be moved on. */
export type OpenCache = () => { cache: Cache; passTime: (ms: number) => Promise<void> };

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The laws of `ports/cache.ts`. It may forget, so each test keeps little, and looks at once. */
export const cacheConformance = (open: OpenCache): void => {
  const { cache, passTime } = open();
  const tenant = newId('tenant');
  const keyOf = (key: string, change: Partial<CacheKey> = {}): CacheKey => ({
    tenant,
    kind: 'ai:search',
    key,
    ...change,
  });
  const read = async (key: CacheKey): Promise<string | null> => {
    const value = await cache.get(key);
    return value && new TextDecoder().decode(value);
  };

  test('gives what was kept, the newest, empty values too; nothing else', async () => {
    await cache.set(keyOf('a'), bytes('one'), 60_000);
    await cache.set(keyOf('a'), bytes('two'), 60_000);
    await cache.set(keyOf('empty'), bytes(''), 60_000);
    expect(await read(keyOf('a'))).toBe('two');
    expect(await read(keyOf('empty'))).toBe('');
    expect(await read(keyOf('b'))).toBeNull();
  });

  test('never gives what is of another tenant, kind or key, however it is written', async () => {
    await cache.set(keyOf('x:y'), bytes('mine'), 60_000);
    const others = [
      keyOf('x:y', { tenant: `${tenant}2` }),
      keyOf('x:y', { tenant: '' }),
      keyOf('x:y', { kind: 'ai:embedding' }),
      keyOf('x'),
      keyOf('X:Y'),
      keyOf('x:y '),
    ];
    for (const other of others) expect(await read(other)).toBeNull();
    expect(await read(keyOf('x:y'))).toBe('mine');
  });

  test('what a caller does to its bytes changes nothing', async () => {
    const value = bytes('whole');
    await cache.set(keyOf('bytes'), value, 60_000);
    value.fill(0);
    (await cache.get(keyOf('bytes')))?.fill(0);
    expect(await read(keyOf('bytes'))).toBe('whole');
  });

  test('never gives anything after its time', async () => {
    await cache.set(keyOf('short'), bytes('v'), 1_000);
    await cache.set(keyOf('long'), bytes('v'), 60_000);
    await cache.set(keyOf('never'), bytes('v'), 0);
    expect(await read(keyOf('never'))).toBeNull();
    await passTime(1_000);
    expect(await read(keyOf('short'))).toBeNull();
    expect(await read(keyOf('long'))).toBe('v');
  });
};
