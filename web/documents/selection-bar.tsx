import { ListChecks, Tags } from 'lucide-react';
import { useState } from 'react';
import { useWritesDocuments } from '../api/queries.ts';
import { DetailsDialog } from './details-dialog.tsx';

/** Documents chosen to be changed together; null: none are being chosen. */
export type Selection = ReadonlySet<string> | null;

type Props = { selection: Selection; onChange: (selection: Selection) => void };

/** Starts choosing documents, and changes those that were chosen. */
export const SelectionBar = ({ selection, onChange }: Props) => {
  const writes = useWritesDocuments();
  const [describing, setDescribing] = useState(false);
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
        disabled={selection.size === 0}
        onClick={() => setDescribing(true)}
      >
        <Tags size={14} aria-hidden /> Describe them
      </button>
      <button type="button" className="button button-quiet h-8" onClick={() => onChange(null)}>
        Done
      </button>
      {describing ? (
        <DetailsDialog
          ids={[...selection]}
          onDone={() => {
            setDescribing(false);
            onChange(null);
          }}
          onClose={() => setDescribing(false)}
        />
      ) : null}
    </div>
  );
};
