import { useMemo, useState, useSyncExternalStore } from 'react';
import { upload } from '../api/upload.ts';
import { countUnsent, createUploadQueue, type UploadQueue } from './upload-queue.ts';

/** The browser asks, in its own words, before a page is left that is still sending. */
window.addEventListener('beforeunload', (event) => {
  if (countUnsent() > 0) event.preventDefault();
});

/** The files that are sent from the page of the documents, also while another page is looked at. */
export const documentUploads = createUploadQueue(upload);

/** The files of this queue; left out: those that this part of the page sends. */
export const useUploads = (shared?: UploadQueue) => {
  const [queue] = useState(() => shared ?? createUploadQueue(upload));
  const items = useSyncExternalStore(queue.subscribe, queue.items);
  return useMemo(
    () => ({ items, add: queue.add, remove: queue.remove, clear: queue.clear }),
    [items, queue],
  );
};

export type Uploads = ReturnType<typeof useUploads>;
