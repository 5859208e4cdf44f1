import { z } from 'zod';
import { time } from './common.ts';

const line = z.object({
  path: z
    .string()
    .describe('Below the source; empty: the source itself. Unseen characters are spelt'),
  reason: z.string(),
});

/** A place that documents are mirrored from, and what became of the files there that are no document. */
export const source = z.object({
  name: z.string().describe('Where it is'),
  kind: z.literal('folder'),
  files: z.number().int().describe('Files there to make documents of'),
  documents: z.number().int().describe('Documents that were made of them'),
  lastLook: time.nullable(),
  nextLook: time.nullable().describe('At the latest'),
  problems: z.array(line).describe('What somebody should see to; the first thousand'),
  leftOut: z.array(line).describe('What is left out on purpose; the first thousand'),
});
export type SourceView = z.infer<typeof source>;
