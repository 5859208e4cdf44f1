import { z } from 'zod';
import { isSecret, type Secret } from '../../lib/secret.ts';

export const secretOption = z.custom<Secret>(isSecret, 'must be a secret');

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
  retry: z
    .object({
      /** Calls for one answer, the first included. */
      attempts: z.number().int().min(1).max(10).default(3),
      /** The longest time one answer waits between its calls; an upstream that asks for more is believed at once. */
      waitMs: z.number().int().min(0).default(5_000),
      /** The first pause when the upstream names none; doubles each time. */
      pauseMs: z.number().int().min(0).default(500),
    })
    .prefault({}),
});
export type ChatOptions = z.infer<typeof chatOptions>;

/** Any service that speaks the wire of OpenAI's chat completions. */
export const openAiOptions = chatOptions.extend({
  baseUrl: z.url().default('https://api.openai.com/v1'),
  apiKey: secretOption.optional(),
});
export type OpenAiOptions = z.infer<typeof openAiOptions>;

const OLLAMA_PORT = '11434';
/** A local model is read from disk before its first token. */
const OLLAMA_FIRST_TOKEN_MS = 120_000;

/** `OLLAMA_HOST` as Ollama itself reads it: a URL, or host and port, or one of them. `0.0.0.0` is this machine. */
export const ollamaBaseUrl = (host: string): string => {
  const url = new URL(
    /^https?:\/\//.test(host) ? host : `http://${host.replace(/^:/, 'localhost:')}`,
  );
  if (url.hostname === '0.0.0.0') url.hostname = '127.0.0.1';
  if (!url.port && !/^https?:\/\//.test(host)) url.port = OLLAMA_PORT;
  return `${url.origin}${url.pathname.replace(/\/$/, '')}/v1`;
};

export const ollamaOptions = (settings: { host: string; model: string }): OpenAiOptions =>
  openAiOptions.parse({
    baseUrl: ollamaBaseUrl(settings.host),
    model: settings.model,
    deadlines: { firstTokenMs: OLLAMA_FIRST_TOKEN_MS },
  });
