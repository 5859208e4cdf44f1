import { z } from 'zod';
import { id, time } from './common.ts';

const BASE_PROMPT_LIMIT = 4_000;
const BASE_QUESTIONS = 8;

/** `everyone`, `user:ID` or `group:NAME`. */
export const reader = z
  .string()
  .max(200)
  .regex(/^(?:everyone|user:.+|group:.+)$/u, 'Readers are everyone, user:ID or group:NAME');
/** Who may read; naming nobody would lose it for everybody. */
export const readers = z.array(reader).min(1).max(100);

const name = z.string().trim().min(1).max(100);
const description = z.string().max(1000);
const question = z.string().trim().min(1).max(300);

export const base = z.object({
  id,
  name: z.string(),
  description: z.string(),
  createdAt: time,
  documents: z.number().int().describe('How many documents the caller may see in it'),
  questions: z.array(z.string()).describe('First questions to offer; none: they are made'),
  prompt: z
    .string()
    .nullable()
    .describe('Instructions for answers from this base; null for who may not change them'),
  readers: z.array(z.string()).nullable().describe('Null for who may not change them'),
});
export type BaseView = z.infer<typeof base>;

export const baseRequest = z.strictObject({
  name,
  description: description.default(''),
  prompt: z.string().trim().max(BASE_PROMPT_LIMIT).default(''),
  questions: z.array(question).max(BASE_QUESTIONS).default([]),
  readers: readers.default(['everyone']),
});

/** What is left out stays. Documents that had the readers of the base get the new ones too. */
export const baseChange = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  prompt: z.string().trim().max(BASE_PROMPT_LIMIT).optional(),
  questions: z.array(question).max(BASE_QUESTIONS).optional(),
  readers: readers.optional(),
});

export const suggestionsQuery = z.strictObject({
  bases: z
    .string()
    .max(5_000)
    .optional()
    .describe('Ids with commas between: of these bases only; left out: of all'),
});
/** Those that administrators wrote for the bases come first. */
export const suggestions = z.object({ questions: z.array(z.string()) });
