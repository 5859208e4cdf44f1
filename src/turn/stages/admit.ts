import type { Conversation } from '../../domain/conversation.ts';
import { pathTo } from '../../domain/conversation.ts';
import { textOf, type Message, type MessagePart } from '../../domain/message.ts';
import type { Principal } from '../../domain/principal.ts';
import { Problem } from '../../domain/problem.ts';
import type { Turn } from '../../domain/turn.ts';
import { demandBases } from '../../knowledge/asked-bases.ts';
import { newId } from '../../lib/ids.ts';
import type { MetadataFilter } from '../../ports/knowledge-index.ts';
import type { TenantStores } from '../../ports/tenant-stores.ts';
import type { GivenMessage } from '../given-history.ts';
import { titleOf } from '../title.ts';
import type { Stage } from '../turn-context.ts';
import { turnStart } from '../turn-event.ts';

export type StartRequest = {
  principal: Principal;
  surface: string;
  /** Null: a new conversation. A client's own id is mapped to ours. */
  conversation: { id: string } | { clientId: string } | null;
  /** The message it follows; left out: the active leaf; null: the root. */
  parentId?: string | null;
  parts: MessagePart[];
  /** The assistant message to answer again, as a new branch; `parts` are then not read. */
  regenerate?: string;
  /** What the client says was said before: read only where the question is the first of its conversation. */
  givenHistory?: readonly GivenMessage[];
  /** Bases that this turn asks, and a new conversation from then on; left out: those of the conversation. */
  baseIds?: string[];
  /** Only documents with these metadata. */
  filter?: MetadataFilter;
  idempotency: { key: string; bodyHash: string } | null;
  traceId: string;
};

export type Admission =
  | { outcome: 'replayed'; turn: Turn }
  | {
      outcome: 'accepted';
      turn: Turn;
      conversation: Conversation;
      message: Message;
    };

/**
 * Law 1: message, turn and key become durable in one transaction, or nothing does. A request whose key was used
 * before gets the turn that was made then.
 */
export const admit = async (
  request: StartRequest,
  stores: TenantStores,
  limits: { questionCharacters: number },
): Promise<Admission> => {
  const now = Date.now();
  const found = await findConversation(request, stores);
  const conversation = found ?? newConversation(request, now);
  const messages = found ? await stores.conversations.messages(found.id, request.principal.id) : [];
  const earlier = await usedBefore(request, stores); // after reading the messages: a race is then seen
  if (earlier) return { outcome: 'replayed', turn: earlier };
  await demandBases(stores, request.principal, request.baseIds);
  const asked = request.regenerate === undefined ? null : questionOf(request.regenerate, messages);
  if (!asked) checkQuestion(request.parts, limits);
  const ids = { turnId: newId('trn', now), assistantMessageId: newId('msg', now + 1) };
  const message =
    asked ??
    userMessage(request, conversation, {
      now,
      turnId: ids.turnId,
      parentId: parentFor(request, conversation, messages),
    });
  const turn: Turn = {
    id: ids.turnId,
    conversationId: conversation.id,
    principalId: request.principal.id,
    surface: request.surface,
    userMessageId: message.id,
    assistantMessageId: ids.assistantMessageId,
    state: 'running',
    problem: null,
    createdAt: now,
    endedAt: null,
  };
  const result = await stores.conversations.accept({
    conversation,
    userMessage: asked ? null : message,
    assistantMessage: emptyAnswer(turn, message),
    turn,
    idempotency: request.idempotency,
    clientId:
      request.conversation && 'clientId' in request.conversation
        ? request.conversation.clientId
        : null,
  });
  if (result.outcome === 'replayed') return { outcome: 'replayed', turn: result.turn };
  const baseIds = request.baseIds ?? conversation.baseIds;
  return { outcome: 'accepted', turn, conversation: { ...conversation, baseIds }, message };
};

/** Says that the turn is accepted; the first question of a conversation names it. */
export const admitted: Stage = async function* (events, { turn, conversation, message, stores }) {
  yield* events;
  yield turnStart(turn);
  if (conversation.activeLeafId !== null || conversation.titledByPerson) return;
  const title = titleOf(textOf(message));
  await stores.conversations.update(conversation.id, conversation.ownerId, { title });
  yield { type: 'title-made', title };
};

const usedBefore = async (
  { principal, surface, idempotency }: StartRequest,
  { conversations }: TenantStores,
): Promise<Turn | null> => {
  if (!idempotency) return null;
  const used = await conversations.turnByKey({
    principalId: principal.id,
    surface,
    key: idempotency.key,
  });
  if (used && used.bodyHash !== idempotency.bodyHash) {
    throw new Problem('idempotency-mismatch', 'This Idempotency-Key was used for another request.');
  }
  return used?.turn ?? null;
};

const findConversation = async (
  { conversation, principal, surface }: StartRequest,
  { conversations }: TenantStores,
): Promise<Conversation | null> => {
  if (!conversation) return null;
  if ('clientId' in conversation) {
    return conversations.conversationByClientId({
      ownerId: principal.id,
      surface,
      id: conversation.clientId,
    });
  }
  const found = await conversations.conversation(conversation.id, principal.id);
  if (!found) throw new Problem('not-found', 'There is no such conversation.');
  return found;
};

const newConversation = (
  { principal, parts, baseIds }: StartRequest,
  now: number,
): Conversation => ({
  id: newId('cnv', now),
  ownerId: principal.id,
  title: titleOf(textOf({ parts })),
  titledByPerson: false,
  baseIds: baseIds ?? [],
  activeLeafId: null,
  createdAt: now,
  updatedAt: now,
});

const checkQuestion = (parts: MessagePart[], limits: { questionCharacters: number }): void => {
  const text = textOf({ parts });
  if (text.trim() === '' && !parts.some((part) => part.type === 'image')) {
    throw new Problem('invalid-request', 'The question is empty.', { field: 'text' });
  }
  if (text.length > limits.questionCharacters) {
    const detail = `The question has ${text.length} characters; ${limits.questionCharacters} are allowed. Attach a long text as a file instead.`;
    throw new Problem('too-large', detail, { field: 'text' });
  }
};

const questionOf = (assistantMessageId: string, messages: readonly Message[]): Message => {
  const answered = messages.find(
    ({ id, role }) => id === assistantMessageId && role === 'assistant',
  );
  const question = messages.find(({ id }) => id === answered?.parentId);
  if (!answered || !question) throw new Problem('not-found', 'There is no such answer.');
  if (answered.state === 'streaming') throw stillRunning();
  return question;
};

const parentFor = (
  { parentId }: StartRequest,
  conversation: Conversation,
  messages: readonly Message[],
): string | null => {
  const parent = parentId === undefined ? conversation.activeLeafId : parentId;
  if (parent === null) return null;
  const message = pathTo(messages, parent).at(-1);
  if (!message) throw new Problem('not-found', 'There is no such message.', { field: 'parentId' });
  if (message.role !== 'assistant') {
    throw new Problem('invalid-request', 'A question follows an answer, or nothing.', {
      field: 'parentId',
    });
  }
  if (message.state === 'streaming') throw stillRunning();
  return parent;
};

const stillRunning = (): Problem =>
  new Problem(
    'in-progress',
    'The answer before this is still being written: wait for it, or stop it.',
    { retryAfter: 2 },
  );

const userMessage = (
  { parts }: StartRequest,
  conversation: Conversation,
  { now, turnId, parentId }: { now: number; turnId: string; parentId: string | null },
): Message => ({
  id: newId('msg', now),
  conversationId: conversation.id,
  parentId,
  role: 'user',
  parts,
  state: 'complete',
  turnId,
  createdAt: now,
  ...unanswered,
});

const emptyAnswer = (turn: Turn, question: Message): Message => ({
  id: turn.assistantMessageId,
  conversationId: turn.conversationId,
  parentId: question.id,
  role: 'assistant',
  parts: [],
  state: 'streaming',
  turnId: turn.id,
  createdAt: turn.createdAt + 1,
  ...unanswered,
});

const unanswered: Pick<Message, 'citations' | 'sources' | 'abstained' | 'usage' | 'feedback'> = {
  citations: [],
  sources: [],
  abstained: false,
  usage: null,
  feedback: [],
};
