import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ListChecks, Tags, Trash2 } from 'lucide-react';
import { useState, type Dispatch, type SetStateAction } from 'react';
import { keys, useWritesDocuments } from '../api/queries.ts';
import { call, isProblem } from '../api/request.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { count } from '../parts/count.ts';
import { DetailsDialog } from './details-dialog.tsx';

/** Documents chosen to be changed together; null: none are being chosen. */
export type Selection = ReadonlySet<string> | null;

type Props = { selection: Selection; onChange: Dispatch<SetStateAction<Selection>> };

/** One after the other. Where it fails, those that are left stay chosen, and the page says why. */
const useRemoval = ({ selection, onChange }: Props) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      for (const id of selection ?? []) {
        await call(`/documents/${id}`, { method: 'DELETE' }).catch((error: unknown) => {
          if (!isProblem(error, 404)) throw error; // somebody else was faster
        });
        onChange((now) => now && new Set([...now].filter((each) => each !== id)));
      }
      onChange((now) => (now?.size === 0 ? null : now));
    },
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: keys.documents }),
        client.invalidateQueries({ queryKey: keys.bases }),
      ]),
  });
};

/** Starts choosing documents, and changes those that were chosen. */
export const SelectionBar = (props: Props) => {
  const { selection, onChange } = props;
  const writes = useWritesDocuments();
  const [asking, setAsking] = useState<'details' | 'removal' | null>(null);
  const remove = useRemoval(props);
  if (!writes) return null;
  if (selection === null) {
    return (
      <button type="button" className="button button-quiet h-8" onClick={() => onChange(new Set())}>
        <ListChecks size={14} aria-hidden /> Choose several
      </button>
    );
  }
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span role="status" className="text-sm">
        {selection.size} chosen
      </span>
      <button
        type="button"
        className="button button-quiet h-8"
        disabled={selection.size === 0 || remove.isPending}
        onClick={() => setAsking('details')}
      >
        <Tags size={14} aria-hidden /> Describe them
      </button>
      <button
        type="button"
        className="button button-quiet h-8 text-danger"
        disabled={selection.size === 0 || remove.isPending}
        onClick={() => setAsking('removal')}
      >
        <Trash2 size={14} aria-hidden /> Delete them
      </button>
      <button type="button" className="button button-quiet h-8" onClick={() => onChange(null)}>
        Done
      </button>
      {asking === 'removal' ? (
        <ConfirmDialog
          title={`Delete ${count(selection.size, 'document')}?`}
          description="They will no longer be answered from. Answers that cite them keep their quotes."
          action="Delete"
          onConfirm={remove.mutate}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking === 'details' ? (
        <DetailsDialog
          ids={[...selection]}
          onDone={() => {
            setAsking(null);
            onChange(null);
          }}
          onClose={() => setAsking(null)}
        />
      ) : null}
    </div>
  );
};
