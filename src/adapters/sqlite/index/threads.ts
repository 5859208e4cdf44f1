import { startWorker, type WorkerCalls } from '../../../lib/worker-call.ts';
import type { IndexMethods } from './index-worker.ts';

export type IndexCalls = WorkerCalls<IndexMethods>;

export type Thread = {
  /** Starts another thread when the last one has died. */
  calls(): IndexCalls;
  close(): Promise<void>;
  busy: number;
};

export const startThread = (): Thread => {
  const start = () =>
    startWorker<IndexMethods>(new URL('./index-worker.ts', import.meta.url), null);
  let calls = start();
  let closed = false;
  return {
    calls() {
      if (!closed && calls.ended()) calls = start();
      return calls;
    },
    async close() {
      closed = true;
      await calls.close();
    },
    busy: 0,
  };
};

/** As many threads as are needed at once, up to `most`: a server that nobody asks holds none. */
export const makeThreads = (most: number) => {
  const threads: Thread[] = [];
  const leastBusy = (): Thread => {
    const idle = threads.find(({ busy }) => busy === 0);
    if (idle) return idle;
    if (threads.length < most) {
      const fresh = startThread();
      threads.push(fresh);
      return fresh;
    }
    return threads.reduce((best, thread) => (thread.busy < best.busy ? thread : best));
  };
  return {
    all: (): readonly Thread[] => threads,
    async onIdle<Result>(work: (calls: IndexCalls) => Promise<Result>): Promise<Result> {
      const thread = leastBusy();
      thread.busy += 1;
      try {
        return await work(thread.calls());
      } finally {
        thread.busy -= 1;
      }
    },
  };
};
