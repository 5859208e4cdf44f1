import type { Conversation } from '../../src/domain/conversation.ts';
import type { Message, SourcePassage } from '../../src/domain/message.ts';
import { newId } from '../../src/lib/ids.ts';
import type { Acceptance, TurnOutcome } from '../../src/ports/conversation-store.ts';

export const conversationOf = (ownerId: string, id = newId('conversation')): Conversation => ({
  id,
  ownerId,
  title: 'Questions about the boiler',
  titledByPerson: false,
  baseIds: ['default'],
  activeLeafId: null,
  createdAt: 1_700_000_000_000,
  updatedAt: 1_700_000_000_000,
});

const messageOf = (
  own: Pick<Message, 'conversationId' | 'turnId' | 'parentId' | 'role'>,
): Message => ({
  ...own,
  id: newId('message'),
  parts: [],
  state: 'complete',
  createdAt: 1_700_000_000_000,
  citations: [],
  sources: [],
  abstained: false,
  usage: null,
  feedback: [],
});

type Asked = {
  ownerId: string;
  text?: string;
  conversation?: Conversation;
  parentId?: string | null;
  surface?: string;
  key?: string;
  bodyHash?: string;
  clientId?: string;
};

/** A question as a surface accepts it, with ids of its own. */
export const acceptanceOf = (asked: Asked): Acceptance => {
  const {
    ownerId,
    text = 'How warm?',
    conversation = conversationOf(ownerId),
    parentId = null,
  } = asked;
  const turnId = newId('turn');
  const own = { conversationId: conversation.id, turnId };
  const question = messageOf({ ...own, parentId, role: 'user' });
  const answer = messageOf({ ...own, parentId: question.id, role: 'assistant' });
  return {
    conversation,
    userMessage: { ...question, parts: [{ type: 'text', text }] },
    assistantMessage: { ...answer, state: 'streaming' },
    turn: {
      id: turnId,
      conversationId: conversation.id,
      principalId: ownerId,
      surface: asked.surface ?? 'native',
      userMessageId: question.id,
      assistantMessageId: answer.id,
      state: 'running',
      problem: null,
      createdAt: Date.now(),
      endedAt: null,
    },
    idempotency:
      asked.key === undefined ? null : { key: asked.key, bodyHash: asked.bodyHash ?? 'hash' },
    clientId: asked.clientId ?? null,
  };
};

export const sourceOf = (versionId: string): SourcePassage => ({
  passageId: newId('passage'),
  documentId: newId('document'),
  versionId,
  baseId: 'default',
  title: 'Boiler manual',
  headings: ['Operation'],
  page: 3,
  start: 10,
  end: 30,
  text: 'Keep it at 60 degrees',
  score: 1.5,
});

export const outcomeOf = (text: string, change: Partial<TurnOutcome> = {}): TurnOutcome => ({
  state: 'completed',
  problem: null,
  text,
  citations: [],
  sources: [],
  abstained: false,
  usage: null,
  ...change,
});
