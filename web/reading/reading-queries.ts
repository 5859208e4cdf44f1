import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type {
  DocumentView,
  FoundWords,
  LocatedView,
  OutlineView,
  ReadersView,
  VersionText,
} from '../../src/contracts/knowledge.ts';
import type { Page } from '../api/queries.ts';
import { json, query } from '../api/request.ts';
import type { Link } from './deep-link.ts';
import type { Range } from './text-blocks.ts';

const forever = { staleTime: Infinity };
/** About as much as fills twenty screens. */
const WINDOW = 40_000;
const LEAD = 4_000;
/** Windows further away than this are let go of. */
const MOST_WINDOWS = 8;
/** As much of a sheet as comes at once. */
const SHEET_PIECE = 200_000;

type Asked = { from: number; to: number };

const textOf = (versionId: string, { from, to }: Asked): Promise<VersionText> =>
  json<VersionText>(`/versions/${versionId}/text${query({ from, to })}`);

/** The text at a range, with what is known of its version. */
export const useTextAt = (versionId: string | null, { start, end }: Range) =>
  useQuery({
    queryKey: ['text-at', versionId, start, end],
    queryFn: () => textOf(versionId ?? '', { from: start, to: end }),
    enabled: versionId !== null,
  });

/** The text around a place; more of it comes from both sides as somebody reads on. */
export const useTextAround = (versionId: string, at: number) => {
  const stretch = Math.floor(at / WINDOW);
  return useInfiniteQuery({
    queryKey: ['text', versionId, stretch],
    queryFn: ({ pageParam }) => textOf(versionId, pageParam),
    initialPageParam: {
      from: Math.max(0, stretch * WINDOW - LEAD),
      to: (stretch + 1) * WINDOW + LEAD,
    },
    getNextPageParam: ({ end, total }): Asked | null =>
      end < total ? { from: end, to: end + WINDOW } : null,
    getPreviousPageParam: ({ start }): Asked | null =>
      start > 0 ? { from: Math.max(0, start - WINDOW), to: start } : null,
    maxPages: MOST_WINDOWS,
    ...forever,
  });
};

/** A stretch of a text from its beginning, piece by piece. */
export const useStretch = (versionId: string, { start, end }: Range) =>
  useInfiniteQuery({
    queryKey: ['stretch', versionId, start, end],
    queryFn: ({ pageParam }) =>
      textOf(versionId, { from: pageParam, to: Math.min(end, pageParam + SHEET_PIECE) }),
    initialPageParam: start,
    getNextPageParam: (last) => (last.end < end ? last.end : null),
    ...forever,
  });

export const useOutline = (versionId: string) =>
  useQuery({
    queryKey: ['outline', versionId],
    queryFn: () => json<OutlineView>(`/versions/${versionId}/outline`),
    ...forever,
  });

export const useFound = (versionId: string, words: string) =>
  useQuery({
    queryKey: ['found', versionId, words],
    queryFn: async ({ signal }) => {
      const path = `/versions/${versionId}/find${query({ q: words })}`;
      return { words, ...(await json<FoundWords>(path, { signal })) };
    },
    enabled: words.trim() !== '',
    placeholderData: keepPreviousData,
    ...forever,
  });

export const useReaders = (documentId: string) =>
  useQuery({
    queryKey: ['readers', documentId],
    queryFn: () => json<ReadersView>(`/documents/${documentId}/readers`),
  });

export const useAttachments = (mailId: string) =>
  useQuery({
    queryKey: ['attachments', mailId],
    queryFn: () => json<Page<DocumentView>>(`/documents${query({ attachedTo: mailId })}`),
  });

export const useLocated = (link: Link | null) =>
  useQuery({
    queryKey: ['located', link],
    queryFn: ({ signal }) => {
      const { versionId, start, end, words } = link ?? {
        versionId: '',
        start: 0,
        end: 0,
        words: '',
      };
      return json<LocatedView>(
        `/documents/${link?.documentId}/locate${query({ version: versionId, start, end, words })}`,
        { signal },
      );
    },
    enabled: link !== null,
  });
