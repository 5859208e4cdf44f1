import { expect, test } from 'vitest';
import { pause } from '../../src/lib/clock.ts';
import { newId } from '../../src/lib/ids.ts';
import type { TurnKey, TurnLog } from '../../src/ports/turn-log.ts';

type Event = { text: string };
type Logged = { seq: number; event: Event };

/** Opens a log that keeps ended turns for `keepMs`. */
export type OpenTurnLog = (options: { keepMs: number }) => TurnLog<Event>;

const live = new AbortController().signal;

const keyOf = (tenant = 'default'): TurnKey => ({ tenant, turnId: newId('turn') });

/** Numbers skip, as they do where deltas were merged. */
const events: Logged[] = [1, 2, 5, 6, 9, 10].map((seq) => ({ seq, event: { text: `e${seq}` } }));

export const turnLogConformance = (open: OpenTurnLog): void => {
  const log = open({ keepMs: 60_000 });
  const append = async (key: TurnKey, entries = events, { end = true } = {}) => {
    for (const entry of entries)
      await log.append(key, { ...entry, last: end && entry === entries.at(-1) });
  };
  const read = async (key: TurnKey, after = 0, from = log) => {
    const reading = from.read(key, after, live);
    return reading && (await Array.fromAsync(reading));
  };

  test('a turn that is not known gives null', () => {
    expect(log.read(keyOf(), 0, live)).toBeNull();
  });

  test('for every cut n, what came up to n and the rest make the whole', async () => {
    const key = keyOf();
    await append(key);
    for (let cut = 0; cut <= 11; cut += 1)
      expect(await read(key, cut)).toEqual(events.filter(({ seq }) => seq > cut));
  });

  test('readers from before, from the middle and from afterwards see the same', async () => {
    const key = keyOf();
    await append(key, events.slice(0, 1), { end: false });
    const early = Array.from({ length: 20 }, () => read(key));
    await append(key, events.slice(1, 3), { end: false });
    await pause(1);
    const middle = read(key);
    await append(key, events.slice(3));
    for (const reader of [...early, middle, read(key)]) expect(await reader).toEqual(events);
  });

  test('events arrive one by one while the turn runs', async () => {
    const key = keyOf();
    await append(key, events.slice(0, 1), { end: false });
    const reader = log.read(key, 0, live)?.[Symbol.asyncIterator]();
    for (const [place, entry] of events.entries()) {
      expect(await reader?.next()).toEqual({ done: false, value: entry });
      const next = events[place + 1];
      if (next) await append(key, [next], { end: place + 2 === events.length });
    }
    expect(await reader?.next()).toMatchObject({ done: true });
  });

  test('a stalled reader holds up nobody and misses nothing', async () => {
    const key = keyOf();
    await append(key, events.slice(0, 1), { end: false });
    const stalled = log.read(key, 0, live)?.[Symbol.asyncIterator]();
    await stalled?.next();
    const others = read(key);
    await append(key, events.slice(1));
    expect(await others).toEqual(events);
    expect(await stalled?.next()).toEqual({ done: false, value: events[1] });
  });

  test('an abort ends a waiting reader with its reason, and no other', async () => {
    const key = keyOf();
    await append(key, events.slice(0, 2), { end: false });
    const controller = new AbortController();
    const reading = log.read(key, 2, controller.signal)?.[Symbol.asyncIterator]();
    const aborted = reading?.next();
    const other = read(key);
    controller.abort(new Error('left'));
    await expect(aborted).rejects.toThrow('left');
    expect(await reading?.next().catch((error: Error) => error.message)).not.toMatchObject({
      done: false,
    });
    await append(key, events.slice(2));
    expect(await other).toEqual(events);
  });

  test('a reader may leave early', async () => {
    const key = keyOf();
    await append(key, events.slice(0, 2), { end: false });
    for await (const { seq } of log.read(key, 0, live) ?? []) if (seq === 1) break;
    await append(key, events.slice(2));
    expect(await read(key)).toEqual(events);
  });

  test('turns and tenants do not mix', async () => {
    const key = keyOf();
    await append(key);
    expect(log.read({ ...key, tenant: 'other' }, 0, live)).toBeNull();
    const twin = { ...key, tenant: 'other' };
    await append(twin, events.slice(0, 2));
    expect(await read(key)).toEqual(events);
    expect(await read(twin)).toEqual(events.slice(0, 2));
  });

  test('an ended turn is forgotten after a while, but not for who reads it', async () => {
    const short = open({ keepMs: 20 });
    const key = keyOf();
    await short.append(key, { ...(events[0] ?? { seq: 1, event: { text: '' } }), last: true });
    const reader = short.read(key, 0, live);
    await expect.poll(() => short.read(key, 0, live)).toBeNull();
    expect(reader && (await Array.fromAsync(reader))).toEqual(events.slice(0, 1));
  });
};
