import { useState } from 'react';
import { toggledValue, type ChosenMetadata, type FacetGroup } from './use-facets.ts';

/** More values than these are shown on demand. */
const AT_FIRST = 8;

type Props = {
  groups: FacetGroup[];
  chosen: ChosenMetadata;
  onChange: (chosen: ChosenMetadata) => void;
};

const Group = ({ group, chosen, onChange }: Omit<Props, 'groups'> & { group: FacetGroup }) => {
  const { name, label, values } = group;
  const [all, setAll] = useState(false);
  const own = chosen[name] ?? [];
  // What is chosen shows, however few documents have it.
  const shown = values.filter(({ value }, at) => all || at < AT_FIRST || own.includes(value));
  const more = values.length - shown.length;
  return (
    <div role="group" aria-label={label} className="flex flex-wrap items-center gap-1.5">
      <span className="w-full text-xs text-muted-foreground sm:w-16">{label}</span>
      {shown.map(({ value, documents }) => (
        <button
          key={value}
          type="button"
          aria-pressed={own.includes(value)}
          className="chip"
          onClick={() => onChange(toggledValue(chosen, name, value))}
        >
          <bdi className="max-w-48 truncate">{value}</bdi>
          <span className="text-muted-foreground">{documents.toLocaleString('en')}</span>
        </button>
      ))}
      {more > 0 ? (
        <button type="button" className="chip" onClick={() => setAll(true)}>
          {more} more
        </button>
      ) : null}
    </div>
  );
};

/** Narrows the list by what is known of documents. Nothing shows where nothing is known. */
export const MetadataChips = ({ groups, ...props }: Props) =>
  groups.length === 0 ? null : (
    <div className="flex flex-col gap-2">
      {groups.map((group) => (
        <Group key={group.name} group={group} {...props} />
      ))}
    </div>
  );
