import { ListFilter, X } from 'lucide-react';
import { useState } from 'react';
import { onDemand } from '../parts/on-demand.tsx';
import { toggledValue, useFacets, type ChosenMetadata } from './use-facets.ts';

const OpenMetadataPicker = onDemand(() => import('./open-metadata-picker.tsx'));

export type MetadataChoice = {
  metadata: ChosenMetadata;
  chooseMetadata: (metadata: ChosenMetadata) => void;
};

/** Keeps questions to documents that are described so. Shown where documents are described. */
export const MetadataPicker = ({
  baseIds,
  metadata,
  chooseMetadata,
}: MetadataChoice & { baseIds: string[] | null }) => {
  const groups = useFacets(baseIds?.length === 1 ? (baseIds[0] ?? null) : null);
  const [opened, setOpened] = useState(false);
  if (groups.length === 0) return null;
  const button = (
    <button
      type="button"
      aria-label="Ask only some documents"
      title="Ask only some documents"
      aria-haspopup="menu"
      className="icon-button"
      onClick={() => setOpened(true)}
    >
      <ListFilter size={16} aria-hidden />
    </button>
  );
  if (!opened) return button;
  return (
    <OpenMetadataPicker
      until={button}
      groups={groups}
      chosen={metadata}
      onChange={chooseMetadata}
    />
  );
};

/** What questions are kept to, above the question. */
export const ChosenMetadataList = ({ metadata, chooseMetadata }: MetadataChoice) => {
  const chosen = Object.entries(metadata).flatMap(([name, values]) =>
    values.map((value) => ({ name, value })),
  );
  if (chosen.length === 0) return null;
  return (
    <ul aria-label="Only these documents are asked" className="flex flex-wrap gap-1.5 px-3 pt-3">
      {chosen.map(({ name, value }) => (
        <li key={`${name} ${value}`} className="max-w-full">
          <button
            type="button"
            aria-label={`Do not keep to ${value}`}
            className="chip"
            onClick={() => chooseMetadata(toggledValue(metadata, name, value))}
          >
            <bdi className="max-w-48 truncate">{value}</bdi>
            <X size={12} aria-hidden className="shrink-0" />
          </button>
        </li>
      ))}
    </ul>
  );
};
