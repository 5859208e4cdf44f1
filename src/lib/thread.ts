import { once } from 'node:events';
import { basename } from 'node:path';
import { MessageChannel, Worker, workerData } from 'node:worker_threads';

/** A worker thread that may start before it is known what for. It keeps the process alive only when `ref` is asked. */
export type Thread = { name: string; worker: Worker; give(what: unknown): void };

export const threadName = (url: URL): string => basename(url.pathname, '.ts');

/** A bundle has what is started by itself beside it under the same name, as JavaScript. */
export const inThisForm = (url: URL): URL =>
  import.meta.url.endsWith('.ts') ? url : new URL(`${threadName(url)}.js`, import.meta.url);

export const startThread = (url: URL): Thread => {
  const { port1, port2 } = new MessageChannel();
  const name = threadName(url);
  const worker = new Worker(inThisForm(url), { name, workerData: port2, transferList: [port2] });
  worker.unref();
  const give = (what: unknown): void => {
    port1.postMessage(what);
    port1.close();
  };
  return { name, worker, give };
};

/** In the thread: what it was given. */
export const given = async <Given>(): Promise<Given> => (await once(workerData, 'message'))[0];
