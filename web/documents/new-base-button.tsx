import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import type { BaseView } from '../../src/contracts/base.ts';
import { keys, ownWords } from '../api/queries.ts';
import { explain, json } from '../api/request.ts';
import { Dialog } from '../parts/dialog.tsx';

const NewBase = ({ onMade, onClose }: { onMade: (id: string) => void; onClose: () => void }) => {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const make = useMutation({
    meta: ownWords,
    mutationFn: () => json<BaseView>('/bases', { method: 'POST', body: { name: name.trim() } }),
    onSuccess: async (base) => {
      await client.invalidateQueries({ queryKey: keys.bases });
      onMade(base.id);
      onClose();
    },
  });
  return (
    <Dialog
      title="New knowledge base"
      description="A set of documents that can be asked on its own."
      onClose={onClose}
      focus={field}
    >
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <input
          ref={field}
          className="field"
          aria-label="Name"
          placeholder="Name"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <button
          type="submit"
          className="button button-primary"
          disabled={name.trim() === '' || make.isPending}
        >
          Create
        </button>
      </form>
      {make.error === null ? null : (
        <p role="alert" className="mt-2 text-sm text-danger">
          {explain(make.error)}
        </p>
      )}
    </Dialog>
  );
};

export const NewBaseButton = ({ onMade }: { onMade: (id: string) => void }) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button button-quiet" onClick={() => setOpen(true)}>
        <Plus size={15} aria-hidden /> New base
      </button>
      {open ? <NewBase onMade={onMade} onClose={() => setOpen(false)} /> : null}
    </>
  );
};
