import { type FSWatcher, watch } from 'node:fs';
import { platform } from 'node:os';
import { Problem } from '../../domain/problem.ts';
import { pause } from '../../lib/clock.ts';
import { deadline, isTimeout, orAbort } from '../../lib/deadline.ts';
import { startWorker, type WorkerCalls } from '../../lib/worker-call.ts';
import type { FileSource, SourceChange, SourceListing } from '../../ports/file-source.ts';
import { readListed } from './watched-folder-read.ts';
import type { ScanSummary } from './watched-folder-scan.ts';
import type { ScannerMethods } from './watched-folder-worker.ts';

export type WatchedFolderOptions = {
  /** Absolute path that the operator named; it need not be there yet. */
  folder: string;
  fileBytes: number;
  limits?: { files: number; depth: number };
  settleMs?: number;
};

const LIMITS = { files: 100_000, depth: 32 };
const SETTLE_MS = 1_000;
/** Looking through a folder takes a thirtieth of a core, or more where changes would be seen too late. */
const SHARE = 30;
const SHORTEST_MS = 2_000;
const LONGEST_MS = 5_000;
const HINTED_SHARE = 10;
const PAGE = 500;
const ANSWER_MS = 60_000;

/** A folder of this machine, or of another one that is mounted here. */
export const watchedFolder = (options: WatchedFolderOptions): FileSource => {
  const { folder, fileBytes, limits = LIMITS, settleMs = SETTLE_MS } = options;
  const start = () =>
    startWorker<ScannerMethods>(new URL('./watched-folder-worker.ts', import.meta.url), {
      folder,
      limits: { ...limits, fileBytes },
      settleMs,
    });
  const hints = createHints(folder);
  let thread: WorkerCalls<ScannerMethods> | null = null;
  let scanning: Promise<unknown> = Promise.resolve();
  let last: Pick<ScanSummary, 'ms' | 'unsettled'> = { ms: 0, unsettled: false };

  const pages = async (calls: WorkerCalls<ScannerMethods>, count: number, signal: AbortSignal) => {
    const changes: SourceChange[] = [];
    for (let from = 0; from < count; from += PAGE)
      changes.push(...(await calls.call('page', [from, from + PAGE], { signal })));
    return changes;
  };
  const list = async (delta: string | null, signal: AbortSignal): Promise<SourceListing> => {
    if (!thread || thread.ended()) thread = start();
    const calls = thread;
    hints.begin();
    const scan = calls.call('scan', [delta]);
    scanning = scan.catch(() => undefined);
    const within = deadline(ANSWER_MS, signal);
    await orAbort(scanning, within);
    const { ms, unsettled, ...summary } = await scan;
    last = { ms, unsettled };
    return { ...summary, changes: await pages(calls, summary.changes, within) };
  };

  return {
    name: folder,
    async list({ delta, signal }) {
      try {
        await orAbort(scanning, deadline(ANSWER_MS, signal)); // one that its caller did not wait for
        return await list(delta, signal);
      } catch (thrown) {
        if (!isTimeout(thrown)) throw thrown;
        const detail = 'The folder does not answer. Its disk, or the way to it, is not well.';
        throw new Problem('storage-failed', detail, { cause: thrown });
      }
    },
    read: (file, signal) => readListed(folder, file, signal),
    async changed(longestMs, signal) {
      const usual = Math.min(Math.max(SHORTEST_MS, last.ms * SHARE), LONGEST_MS, longestMs);
      const wait = last.unsettled ? Math.min(settleMs + last.ms, usual) : usual;
      const soonest = pause(Math.min(wait, last.ms * HINTED_SHARE), signal);
      await Promise.race([Promise.all([hints.next(), soonest]), pause(wait, signal)]);
    },
    async close() {
      hints.close();
      await thread?.close();
    },
  } satisfies FileSource;
};

/**
 * What the system tells of changes makes looking sooner; nothing depends on it, since network disks tell nothing. On
 * Linux watching everything below would take a watch for each folder, so there only the uppermost one tells.
 */
const createHints = (folder: string) => {
  let watcher: FSWatcher | null = null;
  let hint = Promise.withResolvers<void>();
  const drop = () => {
    watcher?.close();
    watcher = null;
  };
  return {
    /** Before a look: what comes from now on is told by `next`. */
    begin() {
      hint = Promise.withResolvers();
      if (watcher) return;
      try {
        const recursive = platform() !== 'linux';
        watcher = watch(folder, { recursive, persistent: false }, () => hint.resolve());
        watcher.on('error', drop);
      } catch {
        watcher = null; // not there yet, or no system that tells: looking goes on without
      }
    },
    next: () => hint.promise,
    close: drop,
  };
};
