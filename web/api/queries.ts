import {
  keepPreviousData,
  MutationCache,
  onlineManager,
  QueryCache,
  QueryClient,
  useInfiniteQuery,
  useQueries,
  useQuery,
} from '@tanstack/react-query';
import type {
  ConversationView,
  ConversationWithMessages,
} from '../../src/contracts/conversation.ts';
import type { KeyView, Me, Preferences } from '../../src/contracts/identity.ts';
import type { BaseView } from '../../src/contracts/base.ts';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import { connectionNow, onConnection } from './connection.ts';
import { isProblem, json, query, RequestProblem } from './request.ts';

export type Page<Item> = { items: Item[]; cursor: string | null };
export type ConversationHit = {
  conversation: ConversationView;
  snippet: string;
  messageId: string | null;
};
export type Place = { page: number; left: number; top: number; width: number; height: number };

export const keys = {
  me: ['me'],
  preferences: ['preferences'],
  conversations: ['conversations'],
  conversation: (id: string) => ['conversation', id],
  documents: ['documents'],
  document: (id: string | null) => ['document', id],
  bases: ['bases'],
  suggestions: ['suggestions'],
  keys: ['keys'],
};

/** A server that cannot be reached is tried again; one that has answered with a problem is not. */
const retry = (failures: number, error: unknown): boolean =>
  !(error instanceof RequestProblem) && failures < 3;

/** While the server is not there queries wait for it; what a person does fails at once, and says so. */
onlineManager.setEventListener((setOnline) =>
  onConnection(() => setOnline(connectionNow() !== 'lost')),
);

export const ownWords = { ownWords: true };

/** `onFailure` hears of every change that failed, unless its own part of the page says so (`meta: ownWords`). */
export const createQueryClient = (onFailure: (error: unknown) => void): QueryClient => {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: { retry, staleTime: 10_000 },
      mutations: { networkMode: 'always' },
    },
    mutationCache: new MutationCache({
      onError: (error, ...[, , mutation]) => {
        if (mutation.meta !== ownWords) onFailure(error);
      },
    }),
    queryCache: new QueryCache({
      // A session that has ended shows anywhere: who we are is asked again, and the sign-in page follows.
      onError: (error, { queryKey }) => {
        if (isProblem(error, 401) && queryKey[0] !== keys.me[0]) {
          void client.invalidateQueries({ queryKey: keys.me });
        }
      },
    }),
  });
  return client;
};

export const isSettled = ({ state }: DocumentView): boolean =>
  state !== 'queued' && state !== 'extracting' && state !== 'indexing';

export const useMe = (enabled = true) =>
  useQuery({ queryKey: keys.me, queryFn: () => json<Me>('/me'), enabled });

/** Whether the person looks after documents and people; false until it is known. */
export const useAdministers = (): boolean => {
  const { data } = useMe();
  return data?.role === 'administrator' || data?.role === 'operator';
};

/** Whether the person adds and changes documents; false until it is known. */
export const useWritesDocuments = (): boolean => {
  const { data } = useMe();
  return data !== undefined && data.role !== 'viewer';
};

export const preferencesQuery = {
  queryKey: keys.preferences,
  queryFn: () => json<Preferences>('/me/preferences'),
};

export const useKeys = () =>
  useQuery({ queryKey: keys.keys, queryFn: () => json<{ items: KeyView[] }>('/keys') });

export const useConversations = () =>
  useInfiniteQuery({
    queryKey: keys.conversations,
    queryFn: ({ pageParam }) =>
      json<Page<ConversationView>>(`/conversations${query({ cursor: pageParam })}`),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.cursor,
  });

export const useConversationQuery = (id: string | null) =>
  useQuery({
    queryKey: keys.conversation(id ?? ''),
    queryFn: () => json<ConversationWithMessages>(`/conversations/${id}`),
    enabled: id !== null,
  });

export const useConversationSearch = (text: string) =>
  useQuery({
    queryKey: ['conversation-search', text],
    queryFn: () => json<Page<ConversationHit>>(`/conversations/search${query({ q: text })}`),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });

export const useDocument = (id: string | null) =>
  useQuery({
    queryKey: keys.document(id),
    queryFn: () => json<DocumentView>(`/documents/${id}`),
    enabled: id !== null,
    refetchInterval: ({ state: { data } }) => (data && isSettled(data) ? false : 1000),
  });

export const useBases = () =>
  useQuery({ queryKey: keys.bases, queryFn: () => json<Page<BaseView>>('/bases') });

/** Of these bases, or of all when none is named; null: it is not known yet of which. */
export const useSuggestions = (baseIds: string[] | null) => {
  const bases = baseIds?.join(',') || null;
  return useQuery({
    queryKey: [...keys.suggestions, bases],
    queryFn: () => json<{ questions: string[] }>(`/suggestions${query({ bases })}`),
    enabled: baseIds !== null,
    placeholderData: keepPreviousData,
  });
};

type PlaceRange = { versionId: string; start: number; end: number };

const placesOf = (range: PlaceRange | null) => ({
  queryKey: ['places', range],
  queryFn: () =>
    json<{ boxes: Place[] }>(
      `/versions/${range?.versionId}/places${query({ start: range?.start, end: range?.end })}`,
    ),
  enabled: range !== null,
  staleTime: Infinity,
});

export const usePlaces = (range: PlaceRange | null) => useQuery(placesOf(range));

const noPlaces: Place[] = [];
const allOrNone = (found: { data: { boxes: Place[] } | undefined; isPending: boolean }[]) =>
  found.some(({ isPending }) => isPending)
    ? noPlaces
    : found.flatMap(({ data }) => data?.boxes ?? noPlaces);

/** Of several ranges, all at once: what is drawn over a page does not change with every one that comes. */
export const useAllPlaces = (ranges: PlaceRange[]): Place[] =>
  useQueries({ queries: ranges.map(placesOf), combine: allOrNone });
