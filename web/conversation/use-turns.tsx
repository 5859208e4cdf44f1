import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useMemo, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { TurnRequest } from '../../src/contracts/turn.ts';
import { keys } from '../api/queries.ts';
import { call } from '../api/request.ts';
import type { TurnWire } from './follow-turn.ts';
import { createLiveTurns, type LiveRequest, type LiveTurn, type LiveTurns } from './live-turns.ts';

const LiveContext = createContext<LiveTurns | null>(null);

export const LiveTurnsProvider = ({ children }: { children: ReactNode }) => {
  const [turns] = useState(createLiveTurns);
  return <LiveContext value={turns}>{children}</LiveContext>;
};

const useLiveTurns = (): LiveTurns => {
  const turns = use(LiveContext);
  if (!turns) throw new Error('LiveTurnsProvider is missing');
  return turns;
};

/** `crypto.randomUUID` exists on secure origins only. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

const resume: TurnWire['resume'] = (turnId, lastEventId, signal) =>
  call(`/turns/${turnId}/stream`, {
    signal,
    headers: lastEventId === null ? {} : { 'last-event-id': lastEventId },
  });

const post = (path: string, body?: TurnRequest): TurnWire => {
  const headers = { 'idempotency-key': newKey() };
  return { begin: (signal) => call(path, { method: 'POST', body, headers, signal }), resume };
};

export type Question = Extract<LiveRequest, { kind: 'ask' }>;

const wireOf = (conversationId: string, request: LiveRequest, turnId: string): TurnWire => {
  switch (request.kind) {
    case 'ask':
      return post(`/conversations/${conversationId}/turns`, {
        text: request.text,
        parentId: request.parentId,
        ...(request.files.length > 0
          ? { attachments: request.files.map((file) => file.documentId) }
          : {}),
        ...(request.pictures.length > 0
          ? { images: request.pictures.map(({ name, dataUrl }) => ({ name, dataUrl })) }
          : {}),
        ...(Object.keys(request.metadata).length > 0 ? { filter: request.metadata } : {}),
      });
    case 'regenerate':
      return post(`/turns/${turnId}/regenerate`);
    case 'join':
      return { begin: (signal) => resume(turnId, null, signal), resume };
    default:
      return request satisfies never;
  }
};

/** What can be done with the turns of a conversation; the conversation is read anew when one has ended. */
export const useTurnActions = () => {
  const turns = useLiveTurns();
  const client = useQueryClient();
  return useMemo(() => {
    const start = async (
      conversationId: string,
      request: LiveRequest,
      turnId = '',
    ): Promise<void> => {
      await turns.start(conversationId, request, wireOf(conversationId, request, turnId));
      await Promise.all([
        client.invalidateQueries({ queryKey: keys.conversation(conversationId) }),
        client.invalidateQueries({ queryKey: keys.conversations }),
      ]);
    };
    return {
      ask: (conversationId: string, question: Question) => void start(conversationId, question),
      join: (conversationId: string, turnId: string) =>
        void start(conversationId, { kind: 'join', turnId }, turnId),
      regenerate: (conversationId: string, answer: { id: string; turnId: string }) =>
        void start(conversationId, { kind: 'regenerate', messageId: answer.id }, answer.turnId),
      stop: (turnId: string) => call(`/turns/${turnId}/stop`, { method: 'POST' }),
      drop: (conversationId: string) => turns.drop(conversationId),
    };
  }, [turns, client]);
};

export const useLiveTurn = (conversationId: string | null): LiveTurn | null => {
  const turns = useLiveTurns();
  return useSyncExternalStore(turns.subscribe, () =>
    conversationId === null ? null : turns.get(conversationId),
  );
};
