import type { ChatMessage, ChatPart } from '../../ports/chat-request.ts';
import type { GivenMessage } from '../../turn/given-history.ts';
import { refuse, type CompletionRequest, type SentMessage } from './request.ts';

/** The last thing that the user said: the question. */
export const questionOf = ({ messages }: CompletionRequest): string => {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const asked = messages[at];
  if (!asked) throw refuse('messages', 'There is no message of the user.');
  const parts = partsOf(asked, at);
  if (parts.some(({ type }) => type === 'image')) {
    throw refuse(`messages.${at}.content`, 'Images cannot be asked of a knowledge base here.');
  }
  return textsOf(parts);
};

/** What the client says was said before the question. Its system messages are nobody's here. */
export const historyOf = ({ messages }: CompletionRequest): GivenMessage[] =>
  messages
    .slice(
      0,
      Math.max(
        0,
        messages.findLastIndex(({ role }) => role === 'user'),
      ),
    )
    .flatMap(({ role, content }) =>
      role === 'user' || role === 'assistant' ? [{ role, text: withoutMarks(content) }] : [],
    )
    .filter(({ text }) => text.trim() !== '');

/** The marks of an earlier answer count passages that this question has not. */
const withoutMarks = (content: SentMessage['content']): string => {
  const texts =
    typeof content === 'string' ? [content] : (content ?? []).map(({ text = '' }) => text);
  return texts.join('\n').replaceAll(/\[doc\d+\]/g, '');
};

export const chatMessages = ({ messages }: CompletionRequest): ChatMessage[] => {
  checkToolResults(messages);
  return messages.map(chatMessage);
};

const chatMessage = (sent: SentMessage, at: number): ChatMessage => {
  const parts = partsOf(sent, at);
  const hasImages = parts.some(({ type }) => type === 'image');
  if (hasImages && sent.role !== 'user') {
    throw refuse(`messages.${at}.content`, 'Only a user sends images.');
  }
  const content = textsOf(parts);
  switch (sent.role) {
    case 'user':
      return { role: 'user', content: hasImages ? parts : content };
    case 'assistant':
      return { role: 'assistant', content, ...toolCallsOf(sent) };
    case 'tool':
      return { role: 'tool', toolCallId: sent.tool_call_id ?? '', content };
    case 'system':
    case 'developer':
      return { role: 'system', content };
    default:
      throw refuse(
        `messages.${at}.role`,
        `Messages of the role ${sent.role} are not supported here.`,
      );
  }
};

const toolCallsOf = ({ tool_calls: calls }: SentMessage) =>
  calls?.length
    ? {
        toolCalls: calls.map(({ id, function: { name, arguments: argumentsJson } }) => ({
          id,
          name,
          argumentsJson,
        })),
      }
    : {};

/** Each call of a tool has its result before anything else is said, and no result stands alone. */
const checkToolResults = (messages: readonly SentMessage[]): void => {
  const open = new Set<string>();
  for (const [at, { role, tool_call_id: callId, tool_calls: calls }] of messages.entries()) {
    if (role === 'tool') {
      if (open.delete(callId ?? '')) continue;
      throw refuse(`messages.${at}.tool_call_id`, 'No call of a tool before this has this id.');
    }
    if (open.size > 0) {
      const detail = `The call ${[...open][0]} has no message of the role tool behind it.`;
      throw refuse(`messages.${at}.role`, detail);
    }
    if (role === 'assistant') for (const { id } of calls ?? []) open.add(id);
  }
  if (open.size > 0) throw refuse('messages', 'The last call of a tool has no result.');
};

const textsOf = (parts: readonly ChatPart[]): string =>
  parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');

const partsOf = ({ content }: SentMessage, at: number): ChatPart[] => {
  if (content === undefined || content === null) return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((sent, place): ChatPart => {
    const field = `messages.${at}.content.${place}`;
    if (sent.type === 'text' && sent.text !== undefined) return { type: 'text', text: sent.text };
    if (sent.type === 'image_url' && sent.image_url) return imageOf(sent.image_url.url, field);
    throw refuse(field, `Parts of the type ${sent.type} are not supported here.`);
  });
};

/** Only what the request itself holds: an address is never fetched for somebody. */
const imageOf = (url: string, field: string): ChatPart => {
  const [, mediaType, base64] =
    /^data:(image\/(?:png|jpeg|webp|gif));base64,([A-Za-z0-9+/]+={0,2})$/.exec(url) ?? [];
  if (mediaType === undefined || base64 === undefined) {
    throw refuse(field, 'Send images as data:image/png;base64,…; addresses are not fetched.');
  }
  return { type: 'image', mediaType, base64 };
};
