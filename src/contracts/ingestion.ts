import { z } from 'zod';
import { id, time } from './common.ts';

/** What is being done with a document that is not done; `waiting` with its place, 1 is next. */
export const documentProgress = z.object({
  stage: z.enum(['waiting', 'paused', 'extracting', 'indexing', 'embedding']),
  place: z
    .number()
    .int()
    .nullable()
    .describe('Of a waiting one: how many are read before it, and it'),
  done: z.number().int().nullable().describe('Pages, slides, sheets or passages; null: not known'),
  total: z.number().int().nullable(),
});

const figures = z.object({
  documents: z.number().int().describe('All that the caller may read'),
  done: z.number().int().describe('Of them: not waiting and not being read'),
  failed: z.number().int().describe('Of those done: failed, and to be tried again'),
  cancelled: z.number().int(),
  waiting: z.number().int(),
  reading: z.number().int(),
  bytes: z.number().int(),
  bytesDone: z.number().int(),
  secondsLeft: z
    .number()
    .int()
    .nullable()
    .describe(
      'A forecast from what was read so far; null: nothing was, nothing waits, or it is paused',
    ),
});

const lane = figures.extend({
  id: z.string().describe('For pausing it'),
  baseId: id,
  source: z.enum(['folder', 'upload']),
  name: z.string().nullable().describe('Of a folder: its own name, without what is above it'),
  paused: z.boolean().describe('It, its base or everything'),
});

export const ingestion = z.object({
  state: z
    .enum(['idle', 'reading', 'paused', 'held'])
    .describe('`paused` by a person; `held` by what `reason` says, and goes on by itself'),
  reason: z.string().nullable(),
  index: z
    .object({
      state: z
        .enum(['filling', 'renewing'])
        .describe(
          '`filling`: what is not in the index yet is not found; `renewing`: an older one answers meanwhile',
        ),
      percent: z.number().int(),
    })
    .nullable()
    .describe('How far the index is with being made whole; null: it is'),
  rate: z
    .object({ documentsPerMinute: z.number(), bytesPerSecond: z.number() })
    .nullable()
    .describe('Of the tenant, over the last minutes of work; null where nothing of yours waits'),
  total: figures,
  bases: z.array(figures.extend({ baseId: id, paused: z.boolean() })),
  lanes: z.array(lane),
  reading: z
    .array(z.object({ documentId: id, baseId: id, name: z.string(), progress: documentProgress }))
    .describe('At most 20'),
});
export type IngestionView = z.infer<typeof ingestion>;

export const ingestionQuery = z.strictObject({ base: id.optional() });

/** Everything, a base, or a lane. */
export const ingestionScope = z.strictObject({
  base: id.optional(),
  lane: z.string().max(100).optional(),
});

export const retryRequest = z.strictObject({ base: id });
export const retried = z.object({ documents: z.number().int() });

export const givenUp = z.object({
  items: z.array(
    z.object({
      documentId: id,
      baseId: id,
      name: z.string(),
      reason: z.string().describe('What the last attempt ended with'),
      attempts: z.number().int(),
      since: time,
    }),
  ),
});
