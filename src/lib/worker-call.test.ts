import { afterEach, expect, test } from 'vitest';
import { Problem } from '../domain/problem.ts';
import { startWorker, type WorkerCalls } from './worker-call.ts';
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

test('moves what is to be transferred', async () => {
  start();
  const bytes = new Uint8Array(5);
  expect(await worker.call('byteLength', [bytes], { transfer: [bytes.buffer] })).toBe(5);
  expect(bytes.byteLength).toBe(0);
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

test('close rejects what is open', async () => {
  start();
  const open = thrownBy(worker.call('never', []));
  await worker.close();
  expect(await open).toMatchObject({ code: 'stopping' });
});
