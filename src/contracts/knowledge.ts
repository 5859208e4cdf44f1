import { z } from 'zod';
import { cursor, id, limit, pageOf, place, time } from './common.ts';
import { facetNames, facets, filterText } from './retrieval.ts';
import { documentProgress } from './ingestion.ts';

const documentState = z.enum([
  'queued',
  'extracting',
  'indexing',
  'ready',
  'partly',
  'failed',
  'needs-ocr',
  'needs-password',
  'cancelled',
]);

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
  progress: documentProgress.nullable().describe('Null: nothing is being done with it'),
  createdAt: time,
  updatedAt: time,
});
export type DocumentView = z.infer<typeof document>;

/** What an upload made: a document of each file of the form, in order. */
export const uploaded = z.object({ documents: z.array(document) });

export const documentQuery = z.strictObject({
  base: id.optional(),
  conversation: id.optional().describe('Attachments of this conversation instead'),
  attachedTo: id.optional().describe('Only what came with this mail'),
  state: documentState.optional(),
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe('Words of the name or title, parts of them too: all must be there'),
  filter: filterText.optional(),
  order: z.enum(['newest', 'name', 'changed']).default('newest').describe('`changed`: last first'),
  limit,
  cursor: cursor.optional(),
});

export const documentPage = pageOf(document).extend({
  total: z
    .number()
    .int()
    .nullable()
    .describe('How many are found: on the first page, when `q` or `filter` is given'),
});
export type DocumentPageView = z.infer<typeof documentPage>;

/** Passwords never stay: they are used for this one reading. */
export const reindexRequest = z.strictObject({ password: z.string().max(500).optional() });

export const passage = z.object({
  id,
  documentId: id,
  versionId: id,
  title: z.string(),
  headings: z.array(z.string()),
  page: z.number().int().nullable(),
  place,
  start: z.number().int(),
  end: z.number().int(),
  text: z.string(),
});
export type PassageView = z.infer<typeof passage>;

export const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(2000),
  base: id.optional(),
  filter: filterText.optional(),
  facets: facetNames.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
});
export const searchResult = z.object({
  facets: facets.optional().describe('Of all that could be found, not only of the hits'),
  evidence: z
    .number()
    .nullable()
    .describe('0 to 1: share of the question that the best passage carries'),
  hits: z.array(passage.extend({ score: z.number() })),
});

export const facetQuery = z.strictObject({
  base: id.optional(),
  names: facetNames,
  filter: filterText.optional(),
});
export const facetResult = z.object({ facets });
export type FacetsView = z.infer<typeof facets>;

/** Which part of a text; left out: a long text comes from its beginning, a short one whole. */
export const textQuery = z.strictObject({
  from: z.coerce.number().int().min(0).optional().describe('Offset; widened to whole blocks'),
  to: z.coerce.number().int().min(0).optional(),
});

/** A version's text, or the part `[start, end)` of a long one. All offsets are those of the whole text. */
export const versionText = z.object({
  documentId: id,
  versionId: id,
  current: z.boolean().describe('False: the document has changed since'),
  title: z.string(),
  mediaType: z.string(),
  language: z.string().nullable(),
  start: z.number().int(),
  end: z.number().int(),
  total: z
    .number()
    .int()
    .describe('Length of the whole text; less than all came when `end` is below'),
  text: z.string().describe('The characters `[start, end)`'),
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

const range = { start: z.number().int(), end: z.number().int() };

/** What a reader turns pages by. */
export const outline = z.object({
  total: z.number().int().describe('Length of the whole text'),
  pages: z
    .array(z.object({ page: z.number().int(), title: z.string(), ...range }))
    .describe('Pages, slides or sheets'),
  headings: z.array(
    z.object({
      level: z.number().int(),
      text: z.string(),
      page: z.number().int().nullable(),
      ...range,
    }),
  ),
});
export type OutlineView = z.infer<typeof outline>;

export const findQuery = z.strictObject({
  q: z.string().trim().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(1000).default(500),
});
/** Where words stand, whatever their case, accents and the spaces between them. */
export const foundWords = z.object({
  hits: z.array(z.object({ ...range, page: z.number().int().nullable() })),
  more: z.boolean().describe('There are more than these'),
});
export type FoundWords = z.infer<typeof foundWords>;

/** A link to a passage: where it stood, and the words that it begins and, behind an asterism (⁂), ends with. */
export const locateQuery = z.strictObject({
  version: id,
  start: z.coerce.number().int().min(0),
  end: z.coerce.number().int().min(0),
  words: z.string().max(600).default(''),
});
export const located = z.object({
  changed: z.boolean().describe('The document has another text now, or is deleted'),
  found: z
    .object({ versionId: id, ...range, how: z.enum(['exact', 'near']) })
    .nullable()
    .describe('Where it stands in the present text'),
  old: z
    .object({ versionId: id, ...range })
    .nullable()
    .describe('The text that the link was made for, while it is kept'),
});
export type LocatedView = z.infer<typeof located>;

/** Who may read a document, in words. People are named to administrators; others see how many they are. */
export const readers = z.object({
  everyone: z.boolean().describe('Everyone; of others only who also reads the base'),
  groups: z.array(z.string()),
  you: z.boolean().describe('You are named yourself'),
  people: z.array(z.string()),
  otherPeople: z.number().int().describe('People who are not named here'),
});
export type ReadersView = z.infer<typeof readers>;

export const passageQuery = z.strictObject({ limit, cursor: cursor.optional() });

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
