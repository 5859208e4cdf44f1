import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { explain } from '../api/request.ts';
import type { Upload } from '../api/upload.ts';
import type { NamedFile } from './dropped-files.ts';

export type UploadItem = {
  key: number;
  name: string;
  state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** Share of the bytes that left, 0 to 1. */
  progress: number;
  /** Why it failed, for people. */
  reason: string | null;
  document: DocumentView | null;
};

type Queued = NamedFile & { key: number; path: string; abort: AbortController };

export type UploadQueue = ReturnType<typeof createUploadQueue>;

/** Of all queues of this page: what has neither arrived nor failed. */
const unsent = new Set<Queued>();

export const countUnsent = (): number => unsent.size;

/** For whoever leaves knowingly. */
export const abandonUnsent = (): void => {
  for (const { abort } of unsent) abort.abort();
  unsent.clear();
};

const AT_ONCE = 3;
const fresh = { state: 'waiting', progress: 0, reason: null, document: null } as const;

const isUnderway = ({ state }: UploadItem): boolean => state === 'waiting' || state === 'sending';

/** Sends files, a few at a time, and says how each one stands. One that fails does not hold up the others. */
export const createUploadQueue = (upload: (upload: Upload) => Promise<DocumentView>) => {
  let items: UploadItem[] = [];
  let nextKey = 1;
  const waiting: Queued[] = [];
  const running = new Set<Queued>();
  const listeners = new Set<() => void>();

  const show = (next: UploadItem[]): void => {
    items = next;
    for (const listener of listeners) listener();
  };
  const change = (key: number, values: Partial<UploadItem>): void =>
    show(items.map((item) => (item.key === key ? { ...item, ...values } : item)));

  const send = async (next: Queued): Promise<void> => {
    change(next.key, { state: 'sending' });
    try {
      const document = await upload({
        ...next,
        signal: next.abort.signal,
        onProgress: (progress) => change(next.key, { progress }),
      });
      change(next.key, { state: 'sent', progress: 1, document });
    } catch (error) {
      change(next.key, { state: 'failed', reason: explain(error) }); // a cancelled one is no longer shown
    }
  };

  const pump = (): void => {
    while (running.size < AT_ONCE) {
      const next = waiting.shift();
      if (!next) return;
      running.add(next);
      void send(next).finally(() => {
        running.delete(next);
        unsent.delete(next);
        pump();
      });
    }
  };

  return {
    items: (): UploadItem[] => items,
    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add: (path: string, files: NamedFile[]): void => {
      const queued = files.map((file) => ({
        ...file,
        path,
        key: nextKey++,
        abort: new AbortController(),
      }));
      waiting.push(...queued);
      for (const each of queued) unsent.add(each);
      show([...items, ...queued.map(({ key, name }) => ({ ...fresh, key, name }))]);
      pump();
    },
    /** Cancels it, too, when it is still on its way. */
    remove: (key: number): void => {
      const at = waiting.findIndex((each) => each.key === key);
      for (const each of at < 0 ? [] : waiting.splice(at, 1)) unsent.delete(each);
      for (const each of running) if (each.key === key) each.abort.abort();
      show(items.filter((item) => item.key !== key));
    },
    /** Forgets those that have ended. */
    clear: (): void => show(items.filter(isUnderway)),
  };
};
