import { residentBytes } from '../../../lib/child-process.ts';
import type { WarmChild } from './warm-child.ts';

const WATCH_MS = 25;
/** Above this share of the limit it is looked more often: a bomb takes a megabyte and a half in a millisecond. */
const CLOSE = 0.6;
const WATCH_CLOSELY_MS = 4;
const MB = 1_000_000;

export const tooBig = (memoryBytes: number): string =>
  `Reading it needs more than ${Math.floor(memoryBytes / MB)} MB of memory and was stopped. Split the file.`;

/** Said of a reading that was stopped only because others took memory at the same time: it is read again, alone. */
export const CROWDED = 'Too little memory was left for it beside others.';

/**
 * Holds all children together under the limit while `work` runs: idle ones go first, then the largest of several that
 * work, and the last one only when it is too big alone.
 */
export const createMemoryWatch = (
  children: readonly WarmChild[],
  memoryBytes: number,
  sizeOf: (pid: number) => Promise<number> = residentBytes,
) => {
  let users = 0;
  let timer: NodeJS.Timeout | undefined;

  /** All children's size, those that are too much stopped. */
  const look = async (): Promise<number> => {
    const sized = await Promise.all(
      children.map(async (child) => {
        const pid = child.pid();
        return { child, pid, bytes: pid === null ? 0 : await sizeOf(pid) };
      }),
    );
    const total = sized.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total <= memoryBytes) return total;
    const there = sized.filter(({ child, pid }) => pid !== null && child.pid() === pid);
    const idle = there.filter(({ child }) => !child.isWorking());
    for (const { child } of idle) child.kill(CROWDED);
    const working = there.filter(({ child }) => child.isWorking());
    const left = working.reduce((sum, { bytes }) => sum + bytes, 0);
    if (left <= memoryBytes) return left;
    const [largest] = working.toSorted((a, b) => b.bytes - a.bytes);
    const alone = working.length === 1 || (largest && largest.bytes > memoryBytes);
    largest?.child.kill(alone ? tooBig(memoryBytes) : CROWDED);
    return left;
  };
  const watch = async (): Promise<void> => {
    const total = await look();
    if (users > 0) lookIn(total > CLOSE * memoryBytes ? WATCH_CLOSELY_MS : WATCH_MS);
    else timer = undefined;
  };
  const lookIn = (ms: number): void => {
    timer = setTimeout(() => void watch(), ms).unref();
  };
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    users += 1;
    if (!timer) lookIn(WATCH_MS);
    try {
      return await work();
    } finally {
      users -= 1;
    }
  };
};
