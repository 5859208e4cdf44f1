import type { TurnKey, TurnLog } from '../../ports/turn-log.ts';

type Entry<Event> = { seq: number; event: Event };
type Reader = { wake(): void };
type Log<Event> = {
  entries: Entry<Event>[];
  ended: boolean;
  /** Only readers that have read all there is: a stalled one is not here. */
  waiting: Set<Reader>;
};

export type MemoryTurnLogOptions = {
  /** How long an ended turn can still be read. */
  keepMs: number;
  /** How many ended turns are kept at most; those that ended first go first. */
  maxTurns: number;
};

/** The place of the first entry after `seq`: entries may skip numbers, so it is searched for. */
const placeAfter = (entries: readonly { seq: number }[], seq: number): number => {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Reads are plain promises over the shared entries: what is there is given without waiting for anything. */
const readLog = <Event>(log: Log<Event>, after: number, signal: AbortSignal) => {
  type Result = IteratorResult<Entry<Event>, undefined>;
  let place = placeAfter(log.entries, after);
  let open = true;
  let settle: { resolve(result: Result): void; reject(reason: unknown): void } | null = null;

  const take = (): Result | null => {
    const value = open ? log.entries[place] : undefined;
    if (value) {
      place += 1;
      return { value, done: false };
    }
    if (open && !log.ended) return null;
    finish();
    return { value: undefined, done: true };
  };
  const reader: Reader = {
    wake() {
      const result = take();
      if (result) settle?.resolve(result);
      else log.waiting.add(reader);
    },
  };
  const abort = () => {
    finish();
    settle?.reject(signal.reason);
  };
  const finish = () => {
    open = false;
    log.waiting.delete(reader);
    signal.removeEventListener('abort', abort);
  };
  signal.addEventListener('abort', abort, { once: true });

  const iterator: AsyncIterableIterator<Entry<Event>, undefined> = {
    next() {
      if (signal.aborted) return Promise.reject(signal.reason);
      const result = take();
      if (result) return Promise.resolve(result);
      return new Promise((resolve, reject) => {
        settle = { resolve, reject };
        log.waiting.add(reader);
      });
    },
    return() {
      finish();
      settle?.resolve({ value: undefined, done: true });
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};

/** The turn log of one process. */
export const memoryTurnLog = <Event>({
  keepMs,
  maxTurns,
}: MemoryTurnLogOptions): TurnLog<Event> => {
  const logs = new Map<string, Log<Event>>();
  const ended = new Map<string, NodeJS.Timeout>();
  const nameOf = ({ tenant, turnId }: TurnKey) => `${tenant}/${turnId}`;

  /** Once for all that is appended before the readers run. */
  const wakeSoon = (log: Log<Event>) => {
    if (log.waiting.size === 0) return;
    const readers = log.waiting;
    log.waiting = new Set();
    queueMicrotask(() => {
      for (const reader of readers) reader.wake();
    });
  };
  const forget = (name: string) => {
    clearTimeout(ended.get(name));
    ended.delete(name);
    logs.delete(name);
  };
  const end = (name: string) => {
    ended.set(name, setTimeout(forget, keepMs, name).unref());
    const [oldest] = ended.keys();
    if (ended.size > maxTurns && oldest !== undefined) forget(oldest);
  };

  return {
    append(turn, { seq, event, last }) {
      const name = nameOf(turn);
      const log = logs.get(name) ?? { entries: [], ended: false, waiting: new Set<Reader>() };
      if (log.ended) throw new Error('A turn has one last event');
      logs.set(name, log);
      log.entries.push({ seq, event });
      log.ended = last;
      if (last) end(name);
      wakeSoon(log);
    },
    read(turn, after, signal) {
      const log = logs.get(nameOf(turn));
      return log ? readLog(log, after, signal) : null;
    },
  } satisfies TurnLog<Event>;
};
