import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { keys } from '../api/queries.ts';
import { json } from '../api/request.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { notify } from '../parts/notice.tsx';

export const DeleteConversations = () => {
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => json<{ deleted: number }>('/conversations', { method: 'DELETE' }),
    onSuccess: ({ deleted }) => {
      navigate('/');
      notify(
        deleted === 1 ? 'One conversation is deleted.' : `${deleted} conversations are deleted.`,
      );
      client.removeQueries({ queryKey: ['conversation'] });
      return client.invalidateQueries({ queryKey: keys.conversations });
    },
  });
  return (
    <section
      aria-labelledby="conversations-title"
      className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm"
    >
      <div>
        <h3 id="conversations-title" className="font-medium">
          Conversations
        </h3>
        <p className="text-xs text-muted-foreground">Yours only; documents stay.</p>
      </div>
      <button
        type="button"
        className="button button-quiet text-danger"
        disabled={remove.isPending}
        onClick={() => setAsking(true)}
      >
        Delete all
      </button>
      {asking ? (
        <ConfirmDialog
          title="Delete all your conversations?"
          description="Their questions, answers and attached files are gone for good."
          action="Delete all"
          onConfirm={remove.mutate}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </section>
  );
};
