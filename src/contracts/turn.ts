import { z } from 'zod';
import { citation, source, usage } from './conversation.ts';
import { id, time } from './common.ts';
import { metadataFilter } from './retrieval.ts';

export const QUESTION_LIMIT = 32_000;

export const turnRequest = z.strictObject({
  text: z.string().max(QUESTION_LIMIT).describe('The question'),
  parentId: id
    .nullable()
    .optional()
    .describe(
      'The message it follows. Left out: the active leaf. The parent of a user message: an edit of it',
    ),
  baseIds: z
    .array(id)
    .max(50)
    .optional()
    .describe('Bases that this question asks; left out: those of the conversation'),
  attachments: z
    .array(id)
    .max(20)
    .optional()
    .describe('Documents of the conversation’s private base'),
  images: z
    .array(z.strictObject({ name: z.string().max(200), dataUrl: z.string().max(8_000_000) }))
    .max(5)
    .optional()
    .describe('For models with vision: data:image/png, jpeg, webp or gif'),
  filter: metadataFilter.optional(),
});
export type TurnRequest = z.infer<typeof turnRequest>;

/**
 * Server-sent chunks of the UI message stream protocol of the AI SDK, one JSON object in each `data:` line, with
 * `id: {turnId}.{seq}.{offset}`: send it back as `Last-Event-ID` to resume. The last line is `data: [DONE]`.
 */
export const turnChunk = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    messageId: id,
    messageMetadata: z.object({ turnId: id, conversationId: id, userMessageId: id }),
  }),
  z.object({ type: z.literal('data-title'), data: z.object({ title: z.string() }) }),
  z.object({
    type: z.literal('data-question'),
    data: z.object({ question: z.string(), by: z.enum(['rules', 'model']) }),
  }),
  z.object({ type: z.literal('data-sources'), data: z.object({ sources: z.array(source) }) }),
  z.object({
    type: z.literal('source-document'),
    sourceId: z.string(),
    mediaType: z.string(),
    title: z.string(),
  }),
  z.object({
    type: z.literal('data-progress'),
    transient: z.literal(true),
    data: z.object({ stage: z.string() }),
  }),
  z.object({
    type: z.literal('data-answer'),
    data: z.object({ kind: z.enum(['quoted', 'generated']), model: z.string() }),
  }),
  z.object({ type: z.literal('reasoning-start'), id: z.string() }),
  z.object({ type: z.literal('reasoning-delta'), id: z.string(), delta: z.string() }),
  z.object({ type: z.literal('reasoning-end'), id: z.string() }),
  z.object({ type: z.literal('text-start'), id: z.string() }),
  z.object({ type: z.literal('text-delta'), id: z.string(), delta: z.string() }),
  z.object({ type: z.literal('text-end'), id: z.string() }),
  z.object({ type: z.literal('data-citation'), id: z.string(), data: citation }),
  z.object({
    type: z.literal('data-filtered'),
    data: z.object({ where: z.enum(['question', 'answer']), categories: z.array(z.string()) }),
  }),
  z.object({ type: z.literal('data-usage'), data: usage }),
  z.object({
    type: z.literal('data-outcome'),
    data: z.object({
      outcome: z.enum(['completed', 'stopped', 'failed', 'interrupted']),
      abstained: z.boolean(),
      storedLength: z.number().int(),
      problem: z
        .object({
          code: z.string(),
          detail: z.string(),
          retryable: z.boolean(),
          retryAfter: z.number().optional(),
        })
        .nullable(),
    }),
  }),
  z.object({ type: z.literal('error'), errorText: z.string() }),
  z.object({ type: z.literal('abort'), reason: z.string() }),
  z.object({ type: z.literal('finish'), finishReason: z.string() }),
]);
export type TurnChunk = z.infer<typeof turnChunk>;

/** `POST /api/v1/ui-chat`, as `useChat` sends it. Unknown fields are tolerated and grant nothing. */
export const uiChatRequest = z.looseObject({
  id: z.string().min(1).max(200).describe('The client’s own chat id'),
  messages: z
    .array(
      z.looseObject({
        id: z.string().max(200),
        role: z.string(),
        parts: z.array(z.looseObject({ type: z.string() })),
      }),
    )
    .min(1)
    .max(1000)
    .describe('Only the last user message is read; earlier ones come from our store'),
  trigger: z.enum(['submit-message', 'regenerate-message']).default('submit-message'),
  messageId: z.string().max(200).nullish(),
  baseIds: z
    .array(id)
    .max(50)
    .optional()
    .describe('Bases that this question asks, and a new conversation from then on'),
});

export const stopped = z.object({ stopped: z.boolean().describe('False: it had already ended') });

/** How a turn stands, without its text. */
export const turn = z.object({
  id,
  conversationId: id,
  surface: z.string(),
  userMessageId: id,
  assistantMessageId: id,
  state: z.enum(['running', 'completed', 'stopped', 'failed', 'interrupted']),
  problem: z
    .object({
      code: z.string(),
      title: z.string(),
      detail: z.string(),
      retryable: z.boolean(),
      retryAfter: z.number().optional(),
      field: z.string().optional(),
    })
    .nullable(),
  createdAt: time,
  endedAt: time.nullable(),
});
