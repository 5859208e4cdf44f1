import { expect, test } from 'vitest';
import { createMemoryWatch, CROWDED, tooBig } from './memory-watch.ts';
import type { WarmChild } from './warm-child.ts';

const LIMIT = 500_000_000;

/** Stands for a process of this size, which is also its number. */
const standIn = (bytes: number, working: boolean) => {
  const stopped = Promise.withResolvers<string>();
  let there = true;
  const child: WarmChild = {
    run: () => Promise.reject(new Error('nothing is read here')),
    end: async () => undefined,
    kill: (because) => {
      there = false;
      stopped.resolve(because);
    },
    isWorking: () => there && working,
    pid: () => (there ? bytes : null),
  };
  return { child, stopped: stopped.promise, isThere: () => there };
};

test('of two that work the larger has to wait', async () => {
  const large = standIn(400_000_000, true);
  const small = standIn(200_000_000, true);
  const watched = createMemoryWatch([small.child, large.child], LIMIT, async (pid) => pid);
  expect(await watched(() => large.stopped)).toBe(CROWDED);
  expect(small.isThere()).toBe(true);
});

test('an idle one goes first, even when it is the smaller', async () => {
  const large = standIn(400_000_000, true);
  const small = standIn(200_000_000, false);
  const watched = createMemoryWatch([large.child, small.child], LIMIT, async (pid) => pid);
  expect(await watched(() => small.stopped)).toBe(CROWDED);
  expect(large.isThere()).toBe(true);
});

test('one that is too large alone is stopped for good, the other goes on', async () => {
  const large = standIn(600_000_000, true);
  const small = standIn(200_000_000, true);
  const watched = createMemoryWatch([small.child, large.child], LIMIT, async (pid) => pid);
  expect(await watched(() => large.stopped)).toBe(tooBig(LIMIT));
  expect(small.isThere()).toBe(true);
});
