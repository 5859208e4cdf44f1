import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { FacetsView } from '../../src/contracts/knowledge.ts';
import { keys } from '../api/queries.ts';
import { json, query } from '../api/request.ts';

/** What people choose documents by, in their words. */
const metadataLabels = { document_type: 'Kind', category: 'Category', tags: 'Tags' };
export const metadataNames = Object.keys(metadataLabels);

/** Documents with one of the values, for each name. */
export type ChosenMetadata = Record<string, string[]>;

export type FacetGroup = { name: string; label: string; values: FacetsView[string] };

/** Metadata that documents of a base have, or all documents, with how many have it. Names without values are left out. */
export const useFacets = (base: string | null): FacetGroup[] => {
  const { data } = useQuery({
    queryKey: [...keys.documents, 'facets', base],
    queryFn: () =>
      json<{ facets: FacetsView }>(`/facets${query({ base, names: metadataNames.join(',') })}`),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  return Object.entries(metadataLabels)
    .map(([name, label]) => ({ name, label, values: data?.facets[name] ?? [] }))
    .filter(({ values }) => values.length > 0);
};

/** With the value chosen when it was not, and the other way round. */
export const toggledValue = (
  chosen: ChosenMetadata,
  name: string,
  value: string,
): ChosenMetadata => {
  const { [name]: values = [], ...others } = chosen;
  const next = values.includes(value)
    ? values.filter((each) => each !== value)
    : [...values, value];
  return next.length === 0 ? others : { ...others, [name]: next };
};
