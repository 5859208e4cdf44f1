import { z } from 'zod';
import { cursor, id, limit, time } from './common.ts';

const question = z.string().trim().min(1).max(2_000);
const quote = z.string().trim().min(1).max(4_000);
const expectedPassage = z.strictObject({
  documentId: id,
  quote: quote
    .nullable()
    .default(null)
    .describe('Words of the document; they are found again after it was read anew'),
});
const expected = z.array(expectedPassage).max(20);
const answer = z.string().trim().min(1).max(2_000).nullable();

export const testQuestion = z.object({
  id,
  baseId: id,
  question: z.string(),
  expected: z.array(
    z.object({
      documentId: id,
      title: z.string().nullable().describe('Null: gone, or not yours to read'),
      quote: z.string().nullable(),
    }),
  ),
  answer: z.string().nullable().describe('Words that a right answer contains'),
  unanswerable: z.boolean().describe('Saying that the documents do not answer is right'),
  messageId: id.nullable().describe('The answer it was made from'),
  createdAt: time,
  updatedAt: time,
});
export type TestQuestionView = z.infer<typeof testQuestion>;

/** One click: `messageId` of an answer of this base. By hand: `question`. */
export const testQuestionRequest = z
  .strictObject({
    messageId: id.optional(),
    question: question.optional(),
    expected: expected.optional(),
    answer: answer.optional(),
    unanswerable: z.boolean().optional(),
  })
  .refine(({ messageId, question: asked }) => messageId !== undefined || asked !== undefined, {
    message: 'Say what is asked, or which answer it is made from',
    path: ['question'],
  });

/** What is left out stays. */
export const testQuestionChange = z.strictObject({
  question: question.optional(),
  expected: expected.optional(),
  answer: answer.optional(),
  unanswerable: z.boolean().optional(),
});

export const evaluation = z.object({
  id,
  baseId: id,
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  questions: z.number().int(),
  done: z.number().int().describe('Questions that were asked so far'),
  fingerprint: z
    .record(z.string(), z.string())
    .describe('What was measured: model, prompt, embedder, version of the documents, …'),
  reason: z.string().nullable().describe('Why it failed'),
  createdAt: time,
  endedAt: time.nullable(),
});
export type EvaluationView = z.infer<typeof evaluation>;

export const measure = z.enum([
  'found',
  'recall',
  'reciprocalRank',
  'ndcg',
  'contains',
  'cited',
  'abstainedRightly',
]);
/** The mean over the questions that have this measure, with its 95 % bootstrap interval. */
const figure = z.object({
  mean: z.number(),
  low: z.number(),
  high: z.number(),
  questions: z.number().int(),
});
const difference = figure.extend({ before: z.number(), now: z.number() });
const changes = z
  .array(z.object({ questionId: id, question: z.string(), measures: z.array(measure) }))
  .describe('The greatest change first');

export const questionResult = z.object({
  questionId: id,
  question: z.string(),
  unanswerable: z.boolean(),
  rank: z.number().int().nullable().describe('Place of the first expected passage, from 1'),
  found: z.boolean().nullable().describe('Null: no passage is expected'),
  recall: z.number().nullable(),
  ndcg: z.number().nullable(),
  contains: z.boolean().nullable().describe('The answer contains the expected words'),
  cited: z.boolean().nullable().describe('A citation points at an expected passage'),
  abstained: z.boolean(),
  abstainedRightly: z.boolean(),
  outdated: z.boolean().describe('An expected document is gone, or no longer has the quote'),
  answer: z.string().describe('Empty where you may not read what it was made from'),
  documentIds: z.array(id),
  milliseconds: z.number().int(),
  problem: z.string().nullable().describe('Why there is no answer; it counts as wrong'),
});
export type QuestionResultView = z.infer<typeof questionResult>;

export const readEvaluation = evaluation.extend({
  figures: z.partialRecord(measure, figure).describe('A measure that no question has is left out'),
  results: z.array(questionResult),
  comparison: z
    .object({
      with: evaluation,
      questions: z.number().int().describe('Asked in both, with the same wording and expectation'),
      differences: z
        .partialRecord(measure, difference)
        .describe('Now less before, paired by question; beyond chance when the interval has no 0'),
      better: changes,
      worse: changes,
    })
    .nullable()
    .describe('Against the last finished run before, or `against`'),
});
export type ReadEvaluationView = z.infer<typeof readEvaluation>;

export const evaluationsQuery = z.strictObject({ limit, cursor: cursor.optional() });
export const readEvaluationQuery = z.strictObject({ against: id.optional() });
