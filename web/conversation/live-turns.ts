import type { TurnChunk } from '../../src/contracts/turn.ts';
import { explain, isProblem } from '../api/request.ts';
import { emptyAnswer, foldChunk, type AnswerState } from './answer-state.ts';
import type { ChosenMetadata } from '../documents/use-facets.ts';
import type { Picture } from './images.ts';
import { waitForConnection } from '../api/connection.ts';
import { followTurn, type TurnWire } from './follow-turn.ts';

/** How the turn began here, which decides where its messages stand among the stored ones. */
export type LiveRequest =
  | {
      kind: 'ask';
      text: string;
      parentId: string | null;
      files: { documentId: string; name: string }[];
      pictures: Picture[];
      metadata: ChosenMetadata;
    }
  | { kind: 'regenerate'; messageId: string }
  | { kind: 'join'; turnId: string };

export type LiveTurn = {
  request: LiveRequest;
  answer: AnswerState;
  connection: 'connecting' | 'connected' | 'reconnecting' | 'ended';
  /** Why the server did not take the turn, in words for people. */
  refusal: string | null;
};

type Entry = { turn: LiveTurn; abort: AbortController };

export type LiveTurns = ReturnType<typeof createLiveTurns>;

/** One React update for all chunks of this many milliseconds: eight times less scripting than one for each. */
const FLUSH_EVERY = 50;

/**
 * The running answers of this page, by conversation. They live outside the components: an answer goes on being
 * read while another conversation is looked at.
 */
export const createLiveTurns = () => {
  const entries = new Map<string, Entry>();
  const listeners = new Set<() => void>();

  const update = (conversationId: string, entry: Entry, change: Partial<LiveTurn>): void => {
    if (entries.get(conversationId) !== entry) return; // replaced by a newer turn meanwhile
    entry.turn = { ...entry.turn, ...change };
    for (const listener of listeners) listener();
  };

  const follow = async (conversationId: string, entry: Entry, wire: TurnWire): Promise<void> => {
    let waiting: TurnChunk[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = (change: Partial<LiveTurn> = {}): void => {
      clearTimeout(timer);
      timer = undefined;
      const answer = waiting.reduce(foldChunk, entry.turn.answer);
      waiting = [];
      update(conversationId, entry, { answer, ...change });
    };
    try {
      const following = {
        signal: entry.abort.signal,
        wait: waitForConnection,
        onConnection: (connection: LiveTurn['connection']) => flush({ connection }),
      };
      for await (const chunk of followTurn(wire, following)) {
        waiting.push(chunk);
        timer ??= setTimeout(flush, FLUSH_EVERY);
      }
      flush({ connection: 'ended' });
    } catch (error) {
      // 404 on the way back: the live tail is gone, the stored conversation has what there is.
      const refusal = isProblem(error, 404) && entry.turn.answer.turnId ? null : explain(error);
      flush({ connection: 'ended', refusal });
    }
  };

  return {
    get: (conversationId: string): LiveTurn | null => entries.get(conversationId)?.turn ?? null,

    subscribe: (listener: () => void): (() => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Resolves when the turn has ended, however it did. */
    start: (conversationId: string, request: LiveRequest, wire: TurnWire): Promise<void> => {
      entries.get(conversationId)?.abort.abort();
      const turn: LiveTurn = {
        request,
        answer: emptyAnswer,
        connection: 'connecting',
        refusal: null,
      };
      const entry = { turn, abort: new AbortController() };
      entries.set(conversationId, entry);
      for (const listener of listeners) listener();
      return follow(conversationId, entry, wire);
    },

    drop: (conversationId: string): void => {
      entries.get(conversationId)?.abort.abort();
      entries.delete(conversationId);
      for (const listener of listeners) listener();
    },
  };
};
