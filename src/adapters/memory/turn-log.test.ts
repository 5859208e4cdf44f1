import { expect, test } from 'vitest';
import { turnLogConformance } from '../../../testing/conformance/turn-log.ts';
import { memoryTurnLog } from './turn-log.ts';

turnLogConformance(({ keepMs }) => memoryTurnLog({ keepMs, maxTurns: 1000 }));

const { signal } = new AbortController();

test('of ended turns, at most so many are kept; running ones always', () => {
  const log = memoryTurnLog<string>({ keepMs: 60_000, maxTurns: 2 });
  const keys = ['running', 'a', 'b', 'c'].map((turnId) => ({ tenant: 'default', turnId }));
  for (const key of keys)
    void log.append(key, { seq: 1, event: 'x', last: key.turnId !== 'running' });
  const known = keys.filter((key) => log.read(key, 0, signal) !== null);
  expect(known.map(({ turnId }) => turnId)).toEqual(['running', 'b', 'c']);
});

test('nothing follows the last event', () => {
  const log = memoryTurnLog<string>({ keepMs: 60_000, maxTurns: 2 });
  const key = { tenant: 'default', turnId: 'a' };
  void log.append(key, { seq: 1, event: 'end', last: true });
  expect(() => log.append(key, { seq: 2, event: 'again', last: true })).toThrow('one last event');
});
