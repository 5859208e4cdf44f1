import { z } from 'zod';
import { id, time } from './common.ts';
import { feedback } from './conversation.ts';

export const analyticsQuery = z.strictObject({
  days: z.coerce.number().int().min(1).max(365).default(30).describe('How far back'),
});

const countedDocument = z.object({
  id,
  title: z.string(),
  createdAt: time,
  citations: z.number().int().describe('Answers that cite it'),
  lastCitedAt: time.nullable(),
});

/** Questions of all people, without who asked them. A message id makes a test question of it. */
export const baseAnalytics = z.object({
  since: time,
  days: z
    .array(
      z.object({
        day: z.string().describe('YYYY-MM-DD, UTC; days without questions are left out'),
        questions: z.number().int(),
        unanswered: z.number().int(),
      }),
    )
    .describe('Oldest first'),
  unanswered: z
    .array(
      z.object({
        question: z.string().describe('As it was asked the last time'),
        asked: z.number().int().describe('How often, in these or other words'),
        lastAskedAt: time,
        messageIds: z.array(id).describe('Of the answers, the newest first'),
      }),
    )
    .describe('Asked most first, at most 100'),
  ratedDown: z
    .array(
      z.object({
        messageId: id,
        question: z.string(),
        askedAt: time,
        feedback,
        documents: z.array(z.object({ id, title: z.string() })).describe('What the answer cites'),
      }),
    )
    .describe('Newest first, at most 100'),
  mostCited: z.array(countedDocument).describe('At most 100'),
  neverCited: z.array(countedDocument).describe('The oldest first, at most 100'),
});
export type BaseAnalyticsView = z.infer<typeof baseAnalytics>;
