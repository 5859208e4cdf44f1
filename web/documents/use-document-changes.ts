import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys, ownWords } from '../api/queries.ts';
import { call } from '../api/request.ts';

/** What somebody can do with a document; what it says of itself is asked anew then. */
export const useDocumentChanges = (id: string) => {
  const client = useQueryClient();
  const onSuccess = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.documents }),
      client.invalidateQueries({ queryKey: keys.bases }),
      client.invalidateQueries({ queryKey: keys.document(id) }),
    ]);
  const reindex = useMutation({
    meta: ownWords,
    mutationFn: (password: string | undefined) =>
      call(`/documents/${id}/reindex`, {
        method: 'POST',
        body: password === undefined ? {} : { password },
      }),
    onSuccess,
  });
  const remove = useMutation({
    meta: ownWords,
    mutationFn: () => call(`/documents/${id}`, { method: 'DELETE' }),
    onSuccess,
  });
  const cancel = useMutation({
    meta: ownWords,
    mutationFn: () => call(`/documents/${id}/cancel`, { method: 'POST' }),
    onSuccess,
  });
  return { reindex, remove, cancel, error: reindex.error ?? remove.error ?? cancel.error };
};
