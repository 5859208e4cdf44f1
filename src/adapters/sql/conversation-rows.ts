import type { Insertable, Selectable } from 'kysely';
import type { Conversation } from '../../domain/conversation.ts';
import { textOf, type Message, type MessagePart } from '../../domain/message.ts';
import type { Turn } from '../../domain/turn.ts';
import type { ConversationTables } from './tables.ts';

type ConversationRow = Selectable<ConversationTables['conversations']>;
/** All of a message but why, which is long and seldom asked for. */
export const messageColumns = [
  'messages.number',
  'messages.id',
  'messages.conversationId',
  'messages.parentId',
  'messages.role',
  'messages.text',
  'messages.parts',
  'messages.state',
  'messages.turnId',
  'messages.createdAt',
  'messages.citations',
  'messages.sources',
  'messages.abstained',
  'messages.usage',
  'messages.feedback',
] as const;
type MessageRow = Omit<Selectable<ConversationTables['messages']>, 'why'>;
type TurnRow = ConversationTables['turns'];

export const conversationOf = ({ number: _number, ...row }: ConversationRow): Conversation => {
  const { titledByPerson, baseIds, ...plain } = row;
  return { ...plain, titledByPerson: titledByPerson === 1, baseIds: JSON.parse(baseIds) };
};

export const conversationRow = (
  conversation: Conversation,
): Insertable<ConversationTables['conversations']> => ({
  ...conversation,
  titledByPerson: Number(conversation.titledByPerson),
  baseIds: JSON.stringify(conversation.baseIds),
});

const onlyText = (text: string): MessagePart[] => (text === '' ? [] : [{ type: 'text', text }]);

export const messageOf = ({ number: _number, ...row }: MessageRow): Message => {
  const { text, parts, citations, sources, abstained, usage, feedback, ...plain } = row;
  return {
    ...plain,
    parts: parts === null ? onlyText(text) : JSON.parse(parts),
    citations: JSON.parse(citations),
    sources: JSON.parse(sources),
    abstained: abstained === 1,
    usage: usage === null ? null : JSON.parse(usage),
    feedback: JSON.parse(feedback),
  };
};

export const messageRow = (message: Message): Insertable<ConversationTables['messages']> => {
  const text = textOf(message);
  const parts = JSON.stringify(message.parts);
  return {
    ...message,
    text,
    parts: parts === JSON.stringify(onlyText(text)) ? null : parts,
    citations: JSON.stringify(message.citations),
    sources: JSON.stringify(message.sources),
    abstained: Number(message.abstained),
    usage: message.usage && JSON.stringify(message.usage),
    feedback: JSON.stringify(message.feedback),
  };
};

export const turnOf = ({ problem, ...row }: TurnRow): Turn => ({
  ...row,
  problem: problem === null ? null : JSON.parse(problem),
});

export const turnRow = (turn: Turn): TurnRow => ({
  ...turn,
  problem: turn.problem && JSON.stringify(turn.problem),
});
