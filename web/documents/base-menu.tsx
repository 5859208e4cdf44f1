import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { BaseView } from '../../src/contracts/base.ts';
import { keys } from '../api/queries.ts';
import { call } from '../api/request.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { OptionsMenu } from '../parts/options-menu.tsx';
import { RenameDialog } from '../parts/rename-dialog.tsx';

type Props = { base: BaseView; onDeleted: () => void };

const useChanges = ({ base: { id }, onDeleted }: Props) => {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.bases });
  const rename = useMutation({
    mutationFn: (name: string) => call(`/bases/${id}`, { method: 'PATCH', body: { name } }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: () => call(`/bases/${id}`, { method: 'DELETE' }),
    onSuccess: () => {
      onDeleted();
      return Promise.all([
        refresh(),
        client.invalidateQueries({ queryKey: keys.suggestions }),
        // The list of the base itself still stands there at this moment, and has nothing to ask for.
        client.invalidateQueries({
          queryKey: keys.documents,
          predicate: ({ queryKey }) => !queryKey.includes(id),
        }),
      ]);
    },
  });
  return { rename, remove };
};

/** What can be done with the knowledge base that is looked at. */
export const BaseMenu = (props: Props) => {
  const { name, documents } = props.base;
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null);
  const { rename, remove } = useChanges(props);
  const close = (): void => setDialog(null);
  return (
    <>
      <OptionsMenu
        label={`Options of ${name}`}
        align="start"
        entries={[
          {
            label: 'Rename',
            icon: <Pencil size={15} aria-hidden />,
            onSelect: () => setDialog('rename'),
          },
          {
            label: 'Delete',
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onSelect: () => setDialog('delete'),
          },
        ]}
      />
      {dialog === 'rename' ? (
        <RenameDialog
          what="the knowledge base"
          name={name}
          limit={100}
          onRename={rename.mutate}
          onClose={close}
        />
      ) : null}
      {dialog === 'delete' ? (
        <ConfirmDialog
          title={`Delete “${name}”?`}
          description={`Its ${documents === 1 ? 'document is' : `${documents} documents are`} deleted with it. Answers that cite them keep their quotes.`}
          action="Delete"
          onConfirm={remove.mutate}
          onClose={close}
        />
      ) : null}
    </>
  );
};
