import { expect, test } from 'vitest';
import { cacheConformance } from '../../../testing/conformance/cache.ts';
import { memoryCache } from './cache.ts';

cacheConformance(() => {
  let time = 0;
  const cache = memoryCache({ maxBytes: 1_000_000, now: () => time });
  return {
    cache,
    passTime: (ms) => {
      time += ms;
      return Promise.resolve();
    },
  };
});

const keyOf = (key: string) => ({ tenant: 'default', kind: 'ai:search', key }) as const;

test('holds no more bytes than it may; what was used longest ago goes', async () => {
  const cache = memoryCache({ maxBytes: 10_000 });
  for (const key of ['a', 'b', 'c']) await cache.set(keyOf(key), new Uint8Array(3_000), 60_000);
  await cache.get(keyOf('a'));
  await cache.set(keyOf('d'), new Uint8Array(3_000), 60_000);
  const kept = await Promise.all(['a', 'b', 'c', 'd'].map((key) => cache.get(keyOf(key))));
  expect(kept.map((value) => value !== null)).toEqual([true, false, true, true]);
});

test('what is larger than all of it is not kept, and ten thousand keys cost no more', async () => {
  const cache = memoryCache({ maxBytes: 10_000 });
  await cache.set(keyOf('huge'), new Uint8Array(20_000), 60_000);
  expect(await cache.get(keyOf('huge'))).toBeNull();
  for (let place = 0; place < 10_000; place += 1)
    await cache.set(keyOf(`k${place}`), new Uint8Array(1), 60_000);
  const kept = await Promise.all(
    Array.from({ length: 10_000 }, (_, place) => cache.get(keyOf(`k${place}`))),
  );
  const found = kept.filter((value) => value !== null).length;
  expect(found).toBeGreaterThan(10);
  expect(found).toBeLessThan(60);
});
