import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Settings2, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { BaseView } from '../../src/contracts/base.ts';
import { keys } from '../api/queries.ts';
import { call } from '../api/request.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { OptionsMenu } from '../parts/options-menu.tsx';

type Props = { base: BaseView; onDeleted: () => void };

const useRemoval = ({ base: { id }, onDeleted }: Props) => {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: keys.bases });
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
  return remove;
};

/** What can be done with the knowledge base that is looked at. */
export const BaseMenu = (props: Props) => {
  const { name, documents } = props.base;
  const [deleting, setDeleting] = useState(false);
  const [, navigate] = useLocation();
  const remove = useRemoval(props);
  return (
    <>
      <OptionsMenu
        label={`Options of ${name}`}
        align="start"
        entries={[
          {
            label: 'Look after it',
            icon: <Settings2 size={15} aria-hidden />,
            onSelect: () => navigate(`/bases/${props.base.id}`),
          },
          {
            label: 'Delete',
            icon: <Trash2 size={15} aria-hidden />,
            danger: true,
            onSelect: () => setDeleting(true),
          },
        ]}
      />
      {deleting ? (
        <ConfirmDialog
          title={`Delete “${name}”?`}
          description={`Its ${documents === 1 ? 'document is' : `${documents} documents are`} deleted with it. Answers that cite them keep their quotes.`}
          action="Delete"
          onConfirm={remove.mutate}
          onClose={() => setDeleting(false)}
        />
      ) : null}
    </>
  );
};
