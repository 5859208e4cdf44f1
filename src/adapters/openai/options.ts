import { z } from 'zod';
import { isSecret, type Secret } from '../../lib/secret.ts';

export const secretOption = z.custom<Secret>(isSecret, 'must be a secret');

export const retryOptions = z
  .object({
    /** Calls for one answer, the first included. */
    attempts: z.number().int().min(1).max(10).default(3),
    /** The longest time one answer waits between its calls; an upstream that asks for more is believed at once. */
    waitMs: z.number().int().min(0).default(5_000),
    /** The first pause when the upstream names none; doubles each time. */
    pauseMs: z.number().int().min(0).default(500),
  })
  .prefault({});
export type RetryOptions = z.infer<typeof retryOptions>;

/** What every chat model on this wire may be told. Times in ms. */
export const chatOptions = z.object({
  model: z.string().min(1),
  vision: z.boolean().default(false),
  contextTokens: z.number().int().min(1_000).default(16_000),
  maxAnswerTokens: z.number().int().min(1).optional(),
  temperature: z.number().min(0).max(2).optional(),
  deadlines: z
    .object({
      firstTokenMs: z.number().int().min(1).default(20_000),
      idleMs: z.number().int().min(1).default(30_000),
      totalMs: z.number().int().min(1).default(300_000),
    })
    .prefault({}),
  retry: retryOptions,
});
export type ChatOptions = z.infer<typeof chatOptions>;

/** OpenAI, or any service that speaks its wire; `baseUrl` ends where `/chat/completions` begins. */
export const openAiOptions = chatOptions.extend({
  baseUrl: z.url().default('https://api.openai.com/v1'),
  apiKey: secretOption.optional(),
});
export type OpenAiOptions = z.infer<typeof openAiOptions>;
