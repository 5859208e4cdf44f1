import { z } from 'zod';
import { id, place, time } from './common.ts';

export const conversation = z.object({
  id,
  title: z.string(),
  baseIds: z.array(id),
  createdAt: time,
  updatedAt: time,
  activeLeafId: id.nullable(),
  runningTurnId: id
    .nullable()
    .describe('Set while an answer is being written: its stream can be joined'),
});
export type ConversationView = z.infer<typeof conversation>;

export const conversationRequest = z.strictObject({
  title: z.string().trim().min(1).max(200).optional(),
  baseIds: z
    .array(id)
    .max(50)
    .optional()
    .describe('Bases to ask; left out: all that the caller may read'),
});
export const conversationChange = z.strictObject({
  title: z.string().trim().min(1).max(200).optional(),
  baseIds: z.array(id).max(50).optional(),
  activeLeafId: id
    .optional()
    .describe('A message of the conversation: its newest leaf becomes the active one'),
});

export const part = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image'), mediaType: z.string(), name: z.string(), url: z.string() }),
  z.object({ type: z.literal('file'), documentId: id, name: z.string() }),
]);

/** N = `passageNumber`, the place in `sources`, from 1. `offset` is the place in the answer it stands after. */
export const citation = z.object({
  id: z.string(),
  kind: z.enum(['placed', 'passage', 'external']),
  offset: z.number().int(),
  passageNumber: z.number().int().nullable(),
  documentId: id.nullable(),
  versionId: id.nullable(),
  title: z.string(),
  headings: z.array(z.string()),
  page: z.number().int().nullable(),
  place,
  start: z.number().int().nullable().describe('UTF-16 offset in the text of the version'),
  end: z.number().int().nullable(),
  quote: z.string().describe('The words at [start, end), verbatim'),
  url: z.string().nullable().describe('Of an external citation'),
});
export type CitationView = z.infer<typeof citation>;

export const source = z.object({
  number: z.number().int(),
  documentId: id,
  versionId: id,
  title: z.string(),
  headings: z.array(z.string()),
  page: z.number().int().nullable(),
  place,
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
  score: z.number(),
});
export type SourceView = z.infer<typeof source>;

export const usage = z.object({
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  cachedTokens: z.number().int(),
  estimated: z.boolean(),
  costUsd: z.number().nullable(),
});

export const feedback = z
  .array(
    z.enum([
      'neutral',
      'positive',
      'negative',
      'missing_citation',
      'wrong_citation',
      'out_of_scope',
      'inaccurate_or_irrelevant',
      'other_unhelpful',
      'hate_speech',
      'violent',
      'sexual',
      'manipulative',
      'other_harmful',
    ]),
  )
  .max(10);
export const feedbackRequest = z.strictObject({ feedback });

export const message = z.object({
  id,
  parentId: id.nullable(),
  role: z.enum(['user', 'assistant']),
  parts: z.array(part),
  state: z.enum(['complete', 'streaming', 'stopped', 'failed', 'interrupted']),
  turnId: id,
  createdAt: time,
  citations: z.array(citation),
  sources: z.array(source),
  abstained: z.boolean(),
  usage: usage.nullable(),
  feedback,
  problem: z.object({ code: z.string(), detail: z.string(), retryable: z.boolean() }).nullable(),
  siblings: z.array(id).describe('All branches at this place, itself included, oldest first'),
});
export type MessageView = z.infer<typeof message>;

export const conversationWithMessages = conversation.extend({
  messages: z.array(message).describe('The active path, or all with `?tree=1`; oldest first'),
});
export type ConversationWithMessages = z.infer<typeof conversationWithMessages>;

export const conversationHit = z.object({
  conversation,
  snippet: z.string(),
  messageId: id.nullable(),
});
