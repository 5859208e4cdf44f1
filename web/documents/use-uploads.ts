import { useMemo, useState, useSyncExternalStore } from 'react';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { upload } from '../api/upload.ts';
import { useLatest } from '../parts/use-latest.ts';
import { createUploadQueue } from './upload-queue.ts';

/** The files that this part of the page sends. */
export const useUploads = (onSent: (document: DocumentView) => void) => {
  const latest = useLatest(onSent);
  const [queue] = useState(() =>
    createUploadQueue({ upload, onSent: (document) => latest.current(document) }),
  );
  const items = useSyncExternalStore(queue.subscribe, queue.items);
  return useMemo(
    () => ({ items, add: queue.add, remove: queue.remove, clear: queue.clear }),
    [items, queue],
  );
};

export type Uploads = ReturnType<typeof useUploads>;
