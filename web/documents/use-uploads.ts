import { useCallback, useEffect, useRef, useState } from 'react';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { explain } from '../api/request.ts';
import { upload } from '../api/upload.ts';
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

const AT_ONCE = 3;

/** Sends files, a few at a time, and says how each one stands. One that fails does not hold up the others. */
export const useUploads = (onSent: (document: DocumentView) => void) => {
  const [items, setItems] = useState<UploadItem[]>([]);
  const queue = useRef<Queued[]>([]);
  const running = useRef(new Set<Queued>());
  const nextKey = useRef(1);
  const sent = useRef(onSent);
  useEffect(() => {
    sent.current = onSent;
  });

  const change = useCallback((key: number, values: Partial<UploadItem>): void => {
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...values } : item)));
  }, []);

  const send = useCallback(
    async (next: Queued): Promise<void> => {
      change(next.key, { state: 'sending' });
      try {
        const document = await upload({
          ...next,
          signal: next.abort.signal,
          onProgress: (progress) => change(next.key, { progress }),
        });
        change(next.key, { state: 'sent', progress: 1, document });
        sent.current(document);
      } catch (error) {
        if (!next.abort.signal.aborted)
          change(next.key, { state: 'failed', reason: explain(error) });
      }
    },
    [change],
  );

  const pump = useCallback((): void => {
    while (running.current.size < AT_ONCE) {
      const next = queue.current.shift();
      if (!next) return;
      running.current.add(next);
      void send(next).finally(() => {
        running.current.delete(next);
        pump();
      });
    }
  }, [send]);

  const add = useCallback(
    (path: string, files: NamedFile[]): void => {
      const queued = files.map((file) => ({
        ...file,
        path,
        key: nextKey.current++,
        abort: new AbortController(),
      }));
      queue.current.push(...queued);
      const fresh = { state: 'waiting' as const, progress: 0, reason: null, document: null };
      setItems((all) => [...all, ...queued.map(({ key, name }) => ({ ...fresh, key, name }))]);
      pump();
    },
    [pump],
  );

  const remove = useCallback((key: number): void => {
    queue.current = queue.current.filter((each) => each.key !== key);
    for (const each of running.current) if (each.key === key) each.abort.abort();
    setItems((all) => all.filter((item) => item.key !== key));
  }, []);

  const clear = useCallback((): void => setItems([]), []);

  return { items, add, remove, clear };
};

export type Uploads = ReturnType<typeof useUploads>;
