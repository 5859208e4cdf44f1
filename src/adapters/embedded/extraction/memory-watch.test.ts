import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { residentBytes } from '../../../lib/child-process.ts';
import { createMemoryWatch, CROWDED, tooBig } from './memory-watch.ts';
import type { WarmChild } from './warm-child.ts';

/** Stands for a process that runs anyway and is never really stopped. */
const standIn = (pid: number, working: boolean) => {
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
    pid: () => (there ? pid : null),
  };
  return { child, stopped: stopped.promise, isThere: () => there };
};

/** This process and the one that started it, the larger first. */
const twoProcesses = async () => {
  const sized = await Promise.all(
    [process.pid, process.ppid].map(async (pid) => ({ pid, bytes: await residentBytes(pid) })),
  );
  const [larger, smaller] = sized.toSorted((a, b) => b.bytes - a.bytes);
  if (!larger || !smaller) throw new Error('two processes have two sizes');
  return { larger, smaller };
};

test.runIf(existsSync('/proc/self/status')).for([
  ['of two that work the larger has to wait', { largerWorks: true, smallerWorks: true }],
  ['an idle one goes before one that works', { largerWorks: false, smallerWorks: true }],
] as const)('%s', async ([, { largerWorks, smallerWorks }]) => {
  const { larger, smaller } = await twoProcesses();
  const large = standIn(larger.pid, largerWorks);
  const small = standIn(smaller.pid, smallerWorks);
  const watched = createMemoryWatch([small.child, large.child], larger.bytes + smaller.bytes / 2);
  expect(await watched(() => large.stopped)).toBe(CROWDED);
  expect(small.isThere()).toBe(true);
});

test.runIf(existsSync('/proc/self/status'))('the last one is stopped for good', async () => {
  const { larger } = await twoProcesses();
  const limit = larger.bytes / 2;
  const only = standIn(larger.pid, true);
  const watched = createMemoryWatch([only.child], limit);
  expect(await watched(() => only.stopped)).toBe(tooBig(limit));
});
