import { ChevronDown, Library } from 'lucide-react';
import { useState } from 'react';
import { useBases } from '../api/queries.ts';
import { onDemand } from '../parts/on-demand.tsx';

const OpenPicker = onDemand(() => import('./open-picker.tsx'));

export type ChosenBases = {
  /** None: all that the person may read. Null: it is not known yet. */
  baseIds: string[] | null;
  choose: (baseIds: string[]) => void;
};

export const pickerClass =
  'inline-flex h-8 min-w-0 items-center gap-1.5 rounded-lg px-2 text-xs text-muted-foreground hover:bg-accent hover:text-foreground';

export const PickerLabel = ({ words }: { words: string }) => (
  <>
    <Library size={15} aria-hidden className="shrink-0" />
    <span className="max-w-40 truncate">{words}</span>
    <ChevronDown size={13} aria-hidden className="shrink-0" />
  </>
);

/** Which knowledge bases the next question asks. Shown when there is a choice. */
export const BasePicker = ({ baseIds, choose }: ChosenBases) => {
  const { data } = useBases();
  const [opened, setOpened] = useState(false);
  if (!data || data.items.length < 2 || baseIds === null) return null;
  const names = data.items.filter(({ id }) => baseIds.includes(id)).map(({ name }) => name);
  const words =
    names.length === 0
      ? 'All documents'
      : names.length === 1
        ? (names[0] ?? '')
        : `${names.length} knowledge bases`;
  const button = (
    <button
      type="button"
      aria-label={`Ask: ${words}`}
      aria-haspopup="menu"
      className={pickerClass}
      onClick={() => setOpened(true)}
    >
      <PickerLabel words={words} />
    </button>
  );
  if (!opened) return button;
  return (
    <OpenPicker until={button} baseIds={baseIds} choose={choose} bases={data.items} words={words} />
  );
};
