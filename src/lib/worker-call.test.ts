import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { Problem } from '../domain/problem.ts';
import { startThread } from './thread.ts';
import { startWorker, takeOver, type WorkerCalls } from './worker-call.ts';
import type { TestMethods } from './worker-call.test-worker.ts';

let worker: WorkerCalls<TestMethods>;
const start = () => {
  worker = startWorker(new URL('./worker-call.test-worker.ts', import.meta.url), { name: 'here' });
  return worker;
};
const thrownBy = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
afterEach(() => worker.close());

test('calls a method with its arguments and gives its result; many at once', async () => {
  start();
  const sums = await Promise.all(
    Array.from({ length: 100 }, (_, place) => worker.call('add', [place, 1])),
  );
  expect(sums).toEqual(Array.from({ length: 100 }, (_, place) => place + 1));
  expect(await worker.call('given', [])).toEqual({ name: 'here' });
});

/** Every kind of what is long, in each other. */
const large = () => ({
  text: 'äb'.repeat(500_000),
  list: Array.from({ length: 2_001 }, (_, place) => ({
    place,
    text: place === 1_500 ? 'c'.repeat(300_001) : 'short',
    rows: place === 700 ? Array.from({ length: 1_200 }, (_, row) => row) : [],
  })),
  numbers: Float64Array.from({ length: 250_001 }, (_, place) => place / 2),
  bytes: new Uint8Array([1, 2]),
  known: new Map([['a', 1]]),
  nothing: null,
});

test('what is large arrives as it was, there and back, also in a list or alone', async () => {
  start();
  const value = large();
  expect(await worker.call('echo', [value])).toEqual(value);
  expect(await worker.call('echo', [value.text])).toBe(value.text);
  expect(await worker.call('echo', [['d', value.list]])).toEqual(['d', value.list]);
});

test('what is large holds up nobody: what was called after it is done first', async () => {
  start();
  const done: string[] = [];
  const large = Array.from({ length: 50_000 }, (_, place) => ({ place }));
  await Promise.all([
    worker.call('echo', [large]).then(() => done.push('large')),
    worker.call('add', [1, 1]).then(() => done.push('small')),
  ]);
  expect(done).toEqual(['small', 'large']);
});

test('a crash rejects what was half sent', async () => {
  start();
  const half = thrownBy(worker.call('echo', [large()]));
  await thrownBy(worker.call('crash', []));
  expect(await half).toMatchObject({ code: 'internal' });
});

test('a Problem arrives as one, with its cause', async () => {
  start();
  const thrown = await thrownBy(worker.call('refuse', []));
  expect(thrown).toBeInstanceOf(Problem);
  expect(thrown).toMatchObject({ code: 'busy', detail: 'Later.', retryable: true, retryAfter: 1 });
  expect(thrown).toHaveProperty('cause.message', 'the disk is slow');
});

test('other errors keep name and message, also when the result cannot be sent', async () => {
  start();
  expect(await thrownBy(worker.call('fail', []))).toMatchObject({
    name: 'RangeError',
    message: 'out of range',
  });
  expect(await thrownBy(worker.call('notClonable', []))).toMatchObject({ name: 'DataCloneError' });
  expect(await worker.call('add', [1, 1])).toBe(2);
});

test('an abort rejects at once with its reason, and the worker goes on', async () => {
  start();
  const controller = new AbortController();
  const call = worker.call('never', [], { signal: controller.signal });
  controller.abort(new Error('stopped'));
  expect(await thrownBy(call)).toMatchObject({ message: 'stopped' });
  expect(await worker.call('add', [1, 2], { signal: new AbortController().signal })).toBe(3);
  const late = worker.call('add', [1, 2], { signal: controller.signal });
  expect(await thrownBy(late)).toMatchObject({ message: 'stopped' });
});

test('a crash rejects what is open and what comes later', async () => {
  start();
  const thrown = await thrownBy(worker.call('crash', []));
  expect(thrown).toMatchObject({ code: 'internal' });
  expect(thrown).toHaveProperty('cause.message', 'crashed');
  expect(await thrownBy(worker.call('add', [1, 1]))).toMatchObject({ code: 'internal' });
});

test('a thread that was started ahead is taken over once, and given what it is for then', async () => {
  const url = new URL('./worker-call.test-worker.ts', import.meta.url);
  const ahead = startThread(url);
  takeOver(ahead);
  worker = start();
  expect(await worker.call('given', [])).toEqual({ name: 'here' });
  const ended = once(ahead.worker, 'exit');
  await worker.close();
  await ended; // it was that one
  worker = start();
  expect(await worker.call('add', [1, 2])).toBe(3);
});

test('close rejects what is open', async () => {
  start();
  const open = thrownBy(worker.call('never', []));
  await worker.close();
  expect(await open).toMatchObject({ code: 'stopping' });
});

test('an answer that comes while the worker is closed does not end the process before it is', async () => {
  const script = new URL('../../testing/closing-worker.ts', import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  expect(stdout).toBe('unread');
});
