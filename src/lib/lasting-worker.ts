import type { Methods, WorkerCalls } from './worker-call.ts';

export type LastingWorker<Offered extends Methods> = {
  /** Of the thread that lives: another one is started when the last one has died. */
  calls(): WorkerCalls<Offered>;
  close(): Promise<void>;
};

/** A worker thread whose death fails the calls that were open, and no later one. */
export const lastingWorker = <Offered extends Methods>(
  start: (again: boolean) => WorkerCalls<Offered>,
): LastingWorker<Offered> => {
  let calls = start(false);
  let closed = false;
  return {
    calls() {
      if (!closed && calls.ended()) calls = start(true);
      return calls;
    },
    async close() {
      closed = true;
      await calls.close();
    },
  };
};
