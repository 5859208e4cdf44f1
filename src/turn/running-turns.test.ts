import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { OPERATOR } from '../access/identity.ts';
import { runningTurns } from './running-turns.ts';

const limits = {
  questionCharacters: 1,
  turnsAtOnce: 2,
  turnsPerPrincipal: 2,
  passages: 1,
  turnMs: 60_000,
};

test('a place is taken before a turn is accepted, and free again when it is not', async () => {
  const turns = runningTurns(limits);
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting = [1, 2].map(() => turns.withPlace(OPERATOR, () => promise));
  await expect(turns.withPlace(OPERATOR, () => promise)).rejects.toMatchObject({ code: 'busy' });
  resolve();
  await Promise.all(waiting);
  const refused = turns.withPlace(OPERATOR, () => Promise.reject(new Error('refused')));
  await expect(refused).rejects.toThrow('refused');
  expect(await turns.withPlace(OPERATOR, () => Promise.resolve('room'))).toBe('room');
});

test('a shutdown waits for what is just being accepted, and takes nothing new', async () => {
  const turns = runningTurns(limits);
  const { promise, resolve } = Promise.withResolvers<void>();
  const accepting = turns.withPlace(OPERATOR, () => promise);
  const events: string[] = [];
  const drain = async () => {
    await turns.drain(1);
    events.push('drained');
  };
  const draining = drain();
  await expect(turns.withPlace(OPERATOR, () => promise)).rejects.toMatchObject({
    code: 'stopping',
  });
  await sleep(20);
  events.push('accepted');
  resolve();
  await Promise.all([accepting, draining]);
  expect(events).toEqual(['accepted', 'drained']);
});
