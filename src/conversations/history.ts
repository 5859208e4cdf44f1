import type { Conversation } from '../domain/conversation.ts';
import type { Feedback, Message } from '../domain/message.ts';
import type { Principal } from '../domain/principal.ts';
import type { ProblemDetails } from '../domain/problem.ts';
import type { PageOf } from '../ports/conversation-store.ts';
import type { Why } from './why.ts';

export type ListedConversation = Conversation & { runningTurnId: string | null };
/** A message as it is shown: with its branches, and what went wrong with its turn. */
export type ShownMessage = Message & { siblings: string[]; problem: ProblemDetails | null };
export type ReadConversation = ListedConversation & { messages: ShownMessage[] };
export type ConversationChange = { title?: string; baseIds?: string[]; activeLeafId?: string };

/** What several surfaces do with history. Somebody else's is `not-found`, always. */
export type Conversations = {
  list(
    principal: Principal,
    page: { limit: number; cursor?: string },
  ): Promise<PageOf<ListedConversation>>;
  search(
    principal: Principal,
    request: { query: string; limit: number },
  ): Promise<{ conversation: ListedConversation; snippet: string; messageId: string | null }[]>;
  create(
    principal: Principal,
    wish: { title?: string; baseIds?: string[] },
  ): Promise<ListedConversation>;
  /** The active path, or the whole tree; oldest first. */
  read(principal: Principal, id: string, whole: boolean): Promise<ReadConversation>;
  change(principal: Principal, id: string, change: ConversationChange): Promise<ListedConversation>;
  delete(principal: Principal, id: string): Promise<void>;
  deleteAll(principal: Principal): Promise<number>;
  giveFeedback(principal: Principal, messageId: string, feedback: Feedback): Promise<void>;
  message(principal: Principal, messageId: string): Promise<Message>;
  /** How the passages of an answer were found; `not-found` when nothing was searched for it. */
  why(principal: Principal, messageId: string): Promise<Why>;
  /** Ours for a client's own id on this surface; null when there is none yet. */
  byClientId(
    principal: Principal,
    client: { surface: string; id: string },
  ): Promise<ListedConversation | null>;
};
