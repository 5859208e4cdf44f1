import { Problem } from '../../../domain/problem.ts';
import { lastingWorker, type LastingWorker } from '../../../lib/lasting-worker.ts';
import { startWorker, type WorkerCalls } from '../../../lib/worker-call.ts';
import type { Logger } from '../../../ports/telemetry.ts';
import type { IndexMethods } from './index-worker.ts';

export type IndexCalls = WorkerCalls<IndexMethods>;

export type Thread = LastingWorker<IndexMethods> & { busy: number };

export const startThread = (logger: Logger): Thread => {
  const start = () =>
    startWorker<IndexMethods>(new URL('./index-worker.ts', import.meta.url), null, (error) =>
      logger.error('a thread of the search index has ended', { error }),
    );
  return { ...lastingWorker(start), busy: 0 };
};

/** One that starts with its first call. */
export const lazyThread = (logger: Logger) => {
  let thread: Thread | null = null;
  let closed = false;
  return {
    calls(): IndexCalls {
      if (closed && !thread) throw new Problem('stopping', 'The server is stopping.');
      thread ??= startThread(logger);
      return thread.calls();
    },
    started: (): boolean => thread !== null,
    async close(): Promise<void> {
      closed = true;
      await thread?.close();
    },
  };
};

/** As many threads as are needed at once, up to `most`: a server that nobody asks holds none. */
export const makeThreads = (most: number, logger: Logger) => {
  const threads: Thread[] = [];
  const leastBusy = (): Thread => {
    const idle = threads.find(({ busy }) => busy === 0);
    if (idle) return idle;
    if (threads.length < most) {
      const fresh = startThread(logger);
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
