import { startThread, type Thread } from '../lib/thread.ts';

/** The thread of the databases takes as long to start as the rest of a server: this way both happen at once. */
export const startDatabasesAhead = (): Thread =>
  startThread(new URL('./sqlite/store-worker.ts', import.meta.url));
