import { startWorker } from '../src/lib/worker-call.ts';
import type { TestMethods } from '../src/lib/worker-call.test-worker.ts';

/** A process with nothing but a worker, which is closed when the answer to an open call has arrived unread. */
const worker = startWorker<TestMethods>(
  new URL('../src/lib/worker-call.test-worker.ts', import.meta.url),
  null,
);
await worker.call('add', [1, 1]);
const unread = worker.call('add', [1, 1]).catch(() => 'unread');
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
await worker.close();
process.stdout.write(await unread.then(String));
