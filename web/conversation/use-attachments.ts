import { useQueries } from '@tanstack/react-query';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { json } from '../api/request.ts';
import { isBusy, stateLabels } from '../documents/document-states.ts';
import type { UploadItem } from '../documents/upload-queue.ts';
import { useUploads } from '../documents/use-uploads.ts';
import type { NamedFile } from '../documents/dropped-files.ts';

export type Attachment = {
  key: number;
  name: string;
  /** What is happening to it, or what is wrong. */
  status: string;
  progress: number;
  failed: boolean;
  documentId: string | null;
};

const describe = (item: UploadItem, document: DocumentView | undefined): Attachment => {
  const base = { key: item.key, name: item.name, progress: item.progress, documentId: null };
  if (item.state === 'failed') return { ...base, failed: true, status: item.reason ?? 'Failed' };
  if (!item.document)
    return { ...base, failed: false, status: `${Math.round(item.progress * 100)} %` };
  const { id, state, reason } = document ?? item.document;
  const usable = state === 'ready' || state === 'partly';
  return {
    ...base,
    documentId: usable ? id : null,
    failed: !usable && !isBusy(state),
    status: reason ?? (isBusy(state) ? `${stateLabels[state]}…` : stateLabels[state]),
  };
};

/** Files attached to the next question: sent at once, read by the server, usable when that is done. */
export const useAttachments = (conversation: () => Promise<string>) => {
  const uploads = useUploads();
  const documents = useQueries({
    queries: uploads.items.flatMap(({ document }) =>
      document
        ? [
            {
              queryKey: ['document', document.id],
              queryFn: () => json<DocumentView>(`/documents/${document.id}`),
              refetchInterval: ({ state }: { state: { data?: DocumentView | undefined } }) =>
                state.data && !isBusy(state.data.state) ? (false as const) : 700,
            },
          ]
        : [],
    ),
  });
  const items = uploads.items.map((item) =>
    describe(item, documents.find(({ data }) => data?.id === item.document?.id)?.data),
  );
  return {
    items,
    /** Something is still on its way: the question would be asked without it. */
    pending: items.some(({ failed, documentId }) => !failed && documentId === null),
    files: items.flatMap(({ documentId, name }) =>
      documentId === null ? [] : [{ documentId, name }],
    ),
    add: async (files: NamedFile[]): Promise<void> => {
      if (files.length === 0) return;
      const id = await conversation().catch(() => null); // why not is said where it is made
      if (id !== null) uploads.add(`/conversations/${id}/attachments`, files);
    },
    remove: uploads.remove,
    clear: uploads.clear,
  };
};

export type Attachments = ReturnType<typeof useAttachments>;
