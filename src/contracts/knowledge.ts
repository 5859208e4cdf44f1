import { z } from 'zod';
import { cursor, id, limit, time } from './common.ts';

const documentState = z.enum([
  'queued',
  'extracting',
  'indexing',
  'ready',
  'partly',
  'failed',
  'needs-ocr',
  'needs-password',
]);

export const base = z.object({
  id,
  name: z.string(),
  description: z.string(),
  createdAt: time,
  documents: z.number().int().describe('How many documents the caller may see in it'),
});
export type BaseView = z.infer<typeof base>;
export const baseRequest = z.strictObject({
  name: z.string().trim().min(1).max(100),
  description: z.string().max(1000).default(''),
});
export const baseChange = baseRequest.partial();

export const metadata = z.record(
  z.string().max(100),
  z.union([z.string().max(2000), z.number(), z.boolean(), z.array(z.string().max(200)).max(100)]),
);

export const document = z.object({
  id,
  baseId: id,
  name: z.string(),
  title: z.string(),
  mediaType: z.string(),
  format: z.string().nullable(),
  bytes: z.number().int(),
  state: documentState,
  reason: z.string().nullable().describe('From `partly` on: what is wrong and what helps'),
  pages: z.number().int().nullable(),
  passages: z.number().int(),
  language: z.string().nullable(),
  versionId: id.nullable(),
  warnings: z.array(
    z.object({
      code: z.string(),
      reason: z.string(),
      range: z
        .object({ start: z.number().int(), end: z.number().int() })
        .nullable()
        .describe('Where in the text; empty where something was left out'),
      page: z.number().int().optional(),
    }),
  ),
  metadata,
  source: z.string().describe('`upload`, `attachment`, or the path below the served folder'),
  attachedTo: id.nullable().describe('The mail that it came with'),
  createdAt: time,
  updatedAt: time,
});
export type DocumentView = z.infer<typeof document>;

/** What an upload made: a document of each file of the form, in order. */
export const uploaded = z.object({ documents: z.array(document) });

export const documentQuery = z.strictObject({
  base: id.optional(),
  conversation: id.optional().describe('Attachments of this conversation instead'),
  state: documentState.optional(),
  limit,
  cursor: cursor.optional(),
});

/** Passwords never stay: they are used for this one reading. */
export const reindexRequest = z.strictObject({ password: z.string().max(500).optional() });

export const passage = z.object({
  id,
  documentId: id,
  versionId: id,
  title: z.string(),
  headings: z.array(z.string()),
  page: z.number().int().nullable(),
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
});
export type PassageView = z.infer<typeof passage>;

export const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(2000),
  base: id.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
export const searchResult = z.object({
  evidence: z
    .number()
    .nullable()
    .describe('0 to 1: share of the question that the best passage carries'),
  hits: z.array(passage.extend({ score: z.number() })),
});

/** A version's text around a range, for reading a citation where there are no pages. */
export const versionText = z.object({
  documentId: id,
  versionId: id,
  current: z.boolean().describe('False: the document has changed since'),
  title: z.string(),
  mediaType: z.string(),
  language: z.string().nullable(),
  text: z.string(),
  blocks: z.array(
    z.object({
      kind: z.enum(['heading', 'paragraph', 'list-item', 'table', 'code', 'slide', 'row-group']),
      level: z.number().int().optional(),
      page: z.number().int().optional(),
      start: z.number().int(),
      end: z.number().int(),
      rows: z.array(z.number().int()).optional(),
      header: z.boolean().optional(),
    }),
  ),
});
export type VersionText = z.infer<typeof versionText>;

export const placesQuery = z.strictObject({
  start: z.coerce.number().int().min(0),
  end: z.coerce.number().int().min(0),
});
/** Where the words of a range stand: PDF points, origin top left, at scale 1 of the page after crop and rotation. */
export const places = z.object({
  boxes: z.array(
    z.object({
      page: z.number().int(),
      left: z.number(),
      top: z.number(),
      width: z.number(),
      height: z.number(),
    }),
  ),
});

export const suggestions = z.object({ questions: z.array(z.string()) });
