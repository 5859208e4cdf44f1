import type { Citation } from '../domain/citation.ts';
import type { Conversation } from '../domain/conversation.ts';
import type { Feedback, Message, SourcePassage, Usage } from '../domain/message.ts';
import type { ProblemDetails } from '../domain/problem.ts';
import type { RetrievalTrace } from '../domain/retrieval-trace.ts';
import type { Turn, TurnState } from '../domain/turn.ts';

/** Page of a list, newest first. `cursor` is opaque; null ends. */
export type PageOf<Item> = { items: Item[]; cursor: string | null };

export type Acceptance = {
  /** Made when not there yet; its owner must be the turn's principal. */
  conversation: Conversation;
  /** Null when the turn answers a user message that exists already (regenerate). */
  userMessage: Message | null;
  assistantMessage: Message;
  turn: Turn;
  idempotency: { key: string; bodyHash: string } | null;
  /** The client's own id for the conversation, on this surface. */
  clientId: string | null;
};

export type TurnOutcome = {
  state: Exclude<TurnState, 'running'>;
  problem: ProblemDetails | null;
  text: string;
  citations: Citation[];
  sources: SourcePassage[];
  abstained: boolean;
  usage: Usage | null;
  /** What was asked, standing on its own, and of which bases: counted for their administrators. */
  asked?: { question: string; baseIds: readonly string[] };
  /** How the passages were found; left out: they were not. */
  why?: RetrievalTrace;
};

/**
 * Conversations, messages and turns of one tenant; the truth. Every method that takes `ownerId` behaves
 * for somebody else's things exactly as for things that do not exist.
 *
 * Laws: `accept` is one transaction, durable when it resolves: message, turn, key, active leaf. A known
 * key (principal, surface, key) with the same hash changes nothing and gives the turn it made; with another
 * hash it throws `idempotency-mismatch`. Of several questions that go on from the same active leaf at once one is
 * accepted, the others throw `in-progress`. `finish` takes effect once: the first wins, later calls give false.
 * `savePartial` after `finish` changes nothing. Deleting a conversation deletes all that hangs on it.
 */
export type ConversationStore = {
  accept(acceptance: Acceptance): Promise<{ outcome: 'accepted' | 'replayed'; turn: Turn }>;
  /** The turn that a key was used for, before anything else about a request is judged. */
  turnByKey(used: {
    principalId: string;
    surface: string;
    key: string;
  }): Promise<{ turn: Turn; bodyHash: string } | null>;
  savePartial(
    turnId: string,
    partial: { text: string; citations: Citation[]; sources: SourcePassage[] },
  ): Promise<void>;
  finish(turnId: string, outcome: TurnOutcome): Promise<boolean>;
  /** Turns that still run in the store: whose runner is gone when nobody here runs them. */
  runningTurns(): Promise<Turn[]>;
  turn(turnId: string, ownerId: string): Promise<Turn | null>;
  latestTurn(conversationId: string, ownerId: string): Promise<Turn | null>;

  /** An empty conversation, before its first turn. */
  create(conversation: Conversation): Promise<void>;
  conversation(id: string, ownerId: string): Promise<Conversation | null>;
  conversationByClientId(client: {
    ownerId: string;
    surface: string;
    id: string;
  }): Promise<Conversation | null>;
  list(request: { ownerId: string; limit: number; cursor?: string }): Promise<PageOf<Conversation>>;
  /** In titles and texts; `snippet` is plain text around the hit. */
  search(request: {
    ownerId: string;
    query: string;
    limit: number;
  }): Promise<{ conversation: Conversation; snippet: string; messageId: string | null }[]>;
  /** False when it is not there. */
  update(
    id: string,
    ownerId: string,
    change: Partial<Pick<Conversation, 'title' | 'titledByPerson' | 'baseIds' | 'activeLeafId'>>,
  ): Promise<boolean>;
  delete(id: string, ownerId: string): Promise<boolean>;
  /** Ids of those deleted. */
  deleteAll(ownerId: string): Promise<string[]>;

  /** The whole tree, oldest first; empty when it is not there. */
  messages(conversationId: string, ownerId: string): Promise<Message[]>;
  message(messageId: string, ownerId: string): Promise<Message | null>;
  /** How the passages of an answer were found; null: it is not there, or nothing was searched for it. */
  why(messageId: string, ownerId: string): Promise<RetrievalTrace | null>;
  setFeedback(messageId: string, ownerId: string, feedback: Feedback): Promise<boolean>;
  /** Images of questions by hash, in one person's conversations, or in one of them. */
  imageHashes(of: { ownerId: string; conversationId?: string }): Promise<Set<string>>;
  /** Whether anybody's question holds this image. */
  holdsImage(hash: string): Promise<boolean>;
  /** Versions that a stored citation or source points at, among those given: anybody's, or this owner's. */
  citedVersions(versionIds: readonly string[], ownerId?: string): Promise<Set<string>>;
};
