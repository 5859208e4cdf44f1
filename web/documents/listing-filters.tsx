import { useBases, useAdministers } from '../api/queries.ts';
import { BaseMenu } from './base-menu.tsx';
import { stateLabels } from './document-states.ts';
import { NewBaseButton } from './new-base-button.tsx';
import type { Listing } from './use-listing.ts';

/** Two beside each other where there is little room. */
const field = 'field w-auto max-w-44 max-sm:min-w-0 max-sm:flex-1 max-sm:basis-28';

const states = Object.entries(stateLabels);

type Props = { listing: Listing; onChange: (change: Partial<Listing>) => void };

/** Which base, which state and in what order; administrators make and look after bases here. */
export const Filters = ({ listing: { base, state, order }, onChange }: Props) => {
  const { data: bases } = useBases();
  const administers = useAdministers();
  const chosen = bases?.items.find(({ id }) => id === base);
  // What another base has of metadata is not known.
  const onBase = (next: string | null): void => onChange({ base: next, metadata: {} });
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <select
        aria-label="Knowledge base"
        className={field}
        value={base ?? ''}
        onChange={(event) => onBase(event.target.value || null)}
      >
        <option value="">All bases</option>
        {bases?.items.map(({ id, name, documents }) => (
          <option key={id} value={id}>
            {name} ({documents})
          </option>
        ))}
      </select>
      {administers && chosen ? <BaseMenu base={chosen} onDeleted={() => onBase(null)} /> : null}
      <select
        aria-label="State"
        className={field}
        value={state ?? ''}
        onChange={(event) => onChange({ state: event.target.value || null })}
      >
        <option value="">Any state</option>
        {states.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <select
        aria-label="Order"
        className={field}
        value={order ?? ''}
        onChange={(event) => onChange({ order: event.target.value || null })}
      >
        <option value="">Newest first</option>
        <option value="changed">Last changed first</option>
        <option value="name">By name</option>
      </select>
      {administers ? <NewBaseButton onMade={onBase} /> : null}
    </div>
  );
};
