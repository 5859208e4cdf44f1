import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
  type InfiniteData,
} from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { DocumentPageView } from '../../src/contracts/knowledge.ts';
import { isSettled, keys } from '../api/queries.ts';
import { json, query } from '../api/request.ts';
import { useIngestion } from './use-ingestion.ts';
import type { Listing } from './use-listing.ts';

type Pages = InfiniteData<DocumentPageView, string | null>;

const AGAIN_MS = 1_500;

const pageOf = (
  { base, state, order, words, metadata }: Listing,
  { cursor, signal }: { cursor: string | null; signal: AbortSignal },
): Promise<DocumentPageView> => {
  const filter = Object.keys(metadata).length > 0 ? JSON.stringify(metadata) : null;
  const wish = { base, state, order, q: words || null, filter, cursor };
  return json<DocumentPageView>(`/documents${query(wish)}`, { signal });
};

const isBusy = (page: DocumentPageView): boolean => !page.items.every(isSettled);

/** Pages with a document that is still being read are asked for again; the others stay as they are. */
const useKeptUp = (queryKey: readonly unknown[], listing: Listing, busy: boolean) => {
  const client = useQueryClient();
  useQuery({
    queryKey: ['kept up', ...queryKey],
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<Pages>(queryKey);
      if (!known) return null;
      const fresh = await Promise.all(
        known.pages.map(async (page, at) =>
          isBusy(page) ? pageOf(listing, { cursor: known.pageParams[at] ?? null, signal }) : page,
        ),
      );
      if (client.getQueryData(queryKey) !== known) return null; // it was read anew meanwhile
      const fits = fresh.every(({ cursor }, at) => cursor === known.pages[at]?.cursor);
      if (fits) client.setQueryData<Pages>(queryKey, { ...known, pages: fresh });
      else await client.invalidateQueries({ queryKey, exact: true });
      return null;
    },
    initialData: null,
    staleTime: Infinity,
    enabled: busy,
    refetchInterval: AGAIN_MS,
  });
};

/** What others add or delete shows as well. */
const useOthersDocuments = (base: string | null): void => {
  const client = useQueryClient();
  const { data, isPlaceholderData } = useIngestion(base);
  const documents = isPlaceholderData ? undefined : data?.total.documents;
  const known = useRef({ base, documents });
  useEffect(() => {
    const before = known.current;
    if (documents === undefined) return;
    known.current = { base, documents };
    if (before.base === base && before.documents !== undefined && before.documents !== documents)
      void client.invalidateQueries({ queryKey: [...keys.documents, 'list', base] });
  }, [client, base, documents]);
};

/** The documents of a listing, page by page. */
export const useDocuments = (listing: Listing) => {
  const { base, state, order, words, metadata } = listing;
  const queryKey = [...keys.documents, 'list', base, state, order, words, metadata];
  const result = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => pageOf(listing, { cursor: pageParam, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
    placeholderData: keepPreviousData,
  });
  const busy = !result.isPlaceholderData && result.data?.pages.some(isBusy);
  useKeptUp(queryKey, listing, busy ?? false);
  useOthersDocuments(base);
  return result;
};
