import { expect, test } from 'vitest';
import { createSlots } from './child-slots.ts';

const never = new AbortController().signal;

const hold = (slots: ReturnType<typeof createSlots<string>>, alone = false) => {
  const end = Promise.withResolvers<void>();
  const started = Promise.withResolvers<string>();
  const done = slots.use({ alone, signal: never }, async (item) => {
    started.resolve(item);
    await end.promise;
  });
  return { started: started.promise, release: () => (end.resolve(), done) };
};

test('one that waits can be called off, and takes nothing with it', async () => {
  const slots = createSlots(['a']);
  const first = hold(slots);
  await first.started;
  const wanted = new AbortController();
  const waiting = slots.use({ alone: false, signal: wanted.signal }, async () => 'never');
  wanted.abort(new Error('not wanted any more'));
  await expect(waiting).rejects.toThrow('not wanted any more');
  await first.release();
  expect(await slots.use({ alone: false, signal: never }, async (item) => item)).toBe('a');
});

test('what has to be alone waits for all, and all wait for it', async () => {
  const slots = createSlots(['a', 'b']);
  const order: string[] = [];
  const first = hold(slots);
  await first.started;
  const alone = hold(slots, true);
  const after = slots.use({ alone: false, signal: never }, async () => order.push('after'));
  void alone.started.then(() => order.push('alone'));
  await first.release();
  await alone.started;
  expect(order).toEqual(['alone']);
  await alone.release();
  await after;
  expect(order).toEqual(['alone', 'after']);
});
