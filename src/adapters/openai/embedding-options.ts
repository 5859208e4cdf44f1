import { z } from 'zod';
import { retryOptions, secretOption } from './options.ts';

/** What every embedding model on this wire may be told. Times in ms. */
export const embeddingOptions = z.object({
  model: z.string().min(1),
  dimensions: z.number().int().min(1).max(65_536),
  /** Asks the service for this many dimensions, where a model can give several. */
  asksForDimensions: z.boolean().default(false),
  /** Put before each text by the kind of its use, for models that were trained so. */
  prefixes: z
    .object({ question: z.string().default(''), passage: z.string().default('') })
    .prefault({}),
  /** The most that goes into one request. */
  batchTexts: z.number().int().min(1).max(2_048).default(64),
  batchCharacters: z.number().int().min(1).default(200_000),
  /** Longer texts are cut: about what 8,000 tokens of a Latin text are. */
  textCharacters: z.number().int().min(1).default(24_000),
  /** A person waits for the vector of a question, nobody for that of a passage. */
  questionMs: z.number().int().min(1).default(3_000),
  requestMs: z.number().int().min(1).default(60_000),
  retry: retryOptions,
});
export type EmbeddingOptions = z.infer<typeof embeddingOptions>;

/** OpenAI, or any service that speaks its wire; `baseUrl` ends where `/embeddings` begins. */
export const openAiEmbeddingOptions = embeddingOptions.extend({
  baseUrl: z.url().default('https://api.openai.com/v1'),
  apiKey: secretOption.optional(),
});
export type OpenAiEmbeddingOptions = z.infer<typeof openAiEmbeddingOptions>;
