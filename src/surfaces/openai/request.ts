import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import type { ChatMessage, ChatPart } from '../../ports/chat-model.ts';

const part = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  image_url: z.looseObject({ url: z.string() }).optional(),
});
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(part)]).nullish(),
});

/** What clients send. Fields that we do not know are tolerated and change nothing. */
export const completionRequest = z.looseObject({
  model: z.string().min(1).max(200).optional(),
  messages: z.array(message).min(1).max(2000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  n: z.number().int().nullish(),
  conversation_id: z.string().min(1).max(200).nullish(),
});
export type CompletionRequest = z.infer<typeof completionRequest>;
type SentMessage = z.infer<typeof message>;

const refuse = (param: string, detail: string): Problem =>
  new Problem('invalid-request', detail, { field: param });

/** What would change the answer and cannot be done here is refused, not ignored. */
export const checkSupported = (request: CompletionRequest): void => {
  for (const param of ['tools', 'functions', 'stop']) {
    const value = request[param];
    const isEmpty = Array.isArray(value) && value.length === 0;
    if (value !== undefined && value !== null && !isEmpty) {
      throw refuse(param, `${param} is not supported here.`);
    }
  }
  const format = request['response_format'];
  if (isTyped(format) && format.type !== 'text') {
    throw refuse('response_format', 'Only text is answered here.');
  }
  if ((request.n ?? 1) !== 1) throw refuse('n', 'Only one choice is made here.');
};

const isTyped = (value: unknown): value is { type: unknown } =>
  typeof value === 'object' && value !== null && 'type' in value;

/** The last thing that the user said: the question. */
export const questionOf = ({ messages }: CompletionRequest): string => {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const asked = messages[at];
  if (!asked) throw refuse('messages', 'There is no message of the user.');
  const parts = partsOf(asked, at);
  if (parts.some(({ type }) => type === 'image')) {
    throw refuse(`messages.${at}.content`, 'Images cannot be asked of a knowledge base here.');
  }
  return parts.flatMap((each) => (each.type === 'text' ? [each.text] : [])).join('\n');
};

export const chatMessages = ({ messages }: CompletionRequest): ChatMessage[] =>
  messages.map((sent, at): ChatMessage => {
    const parts = partsOf(sent, at);
    const text = parts.flatMap((each) => (each.type === 'text' ? [each.text] : [])).join('\n');
    switch (sent.role) {
      case 'user':
        return { role: 'user', content: parts.some(({ type }) => type === 'image') ? parts : text };
      case 'assistant':
        return { role: 'assistant', content: text };
      case 'system':
      case 'developer':
        return { role: 'system', content: text };
      default:
        throw refuse(
          `messages.${at}.role`,
          `Messages of the role ${sent.role} are not supported here.`,
        );
    }
  });

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
