import { z } from 'zod';
import { readers } from './base.ts';
import { cursor, id } from './common.ts';

const MOST_NAMES = 100;
const MOST_DOCUMENTS = 1_000;

const text = z.string().trim().min(1).max(2000);
const item = z.string().trim().min(1).max(200);
const texts = z.array(item).max(100);
const name = z
  .string()
  .regex(
    /^(?!__proto__$)[\p{L}_][\p{L}\p{N}_.-]{0,99}$/u,
    'A name begins with a letter or _ and has no spaces, 100 characters at most',
  );

/** Names that everybody means the same by, and of what kind their values are. */
const known = {
  document_type: text,
  category: text,
  subcategory: text,
  tags: texts,
  target_audience: texts,
  career_paths: texts,
  skills_covered: texts,
  authority: z.union([z.number().min(0).max(1), z.literal('official')]),
  freshness: z.iso.date(),
  summary: text,
  source_url: z.url({ protocol: /^https?$/ }),
  version: text,
};

/** Of one's own names, any text, number, yes or no, or list of texts. */
export const metadataValues = z
  .record(name, z.union([text, z.number(), z.boolean(), texts]))
  .refine((given) => Object.keys(given).length <= MOST_NAMES, 'At most 100 names')
  .superRefine((given, context) => {
    for (const [knownName, shape] of Object.entries(known)) {
      const value = given[knownName];
      const { error } = value === undefined ? {} : shape.safeParse(value);
      for (const { message } of error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [knownName], message });
    }
  });

/** `unset` goes before `set`; tags are added and removed after both. */
const description = {
  set: metadataValues.optional(),
  unset: z.array(name).max(MOST_NAMES).optional(),
  addTags: texts.optional(),
  removeTags: texts.optional(),
  readers: readers.optional().describe('Administrators only'),
};

export const documentChange = z.strictObject(description);
export type DocumentChangeBody = z.infer<typeof documentChange>;

/** `ids`, or the documents of a `base`, of which `filter` wants one of the values for every name. */
export const bulkChange = z
  .strictObject({
    ids: z.array(id).min(1).max(MOST_DOCUMENTS).optional(),
    base: id.optional(),
    filter: z.record(name, z.array(z.string().max(2000)).min(1).max(100)).optional(),
    cursor: cursor.optional(),
    ...description,
  })
  .refine(({ ids, base }) => (ids === undefined) !== (base === undefined), {
    message: 'Name either ids or a base',
    path: ['ids'],
  })
  .refine(({ base, filter, cursor: from }) => base !== undefined || !(filter ?? from), {
    message: 'Only documents of a base are filtered',
    path: ['filter'],
  });

export const bulkResult = z.object({
  items: z.array(
    z.object({
      id,
      outcome: z.enum(['changed', 'unchanged', 'failed']),
      problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
    }),
  ),
  cursor: z.string().nullable().describe('Of a base: send it back for the documents that follow'),
});
