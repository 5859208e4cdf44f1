import { createHash } from 'node:crypto';
import { z } from 'zod';
import { glob } from '../../lib/glob.ts';
import { visibleName } from '../../lib/visible-name.ts';
import type { SourceRules } from '../../ports/file-source.ts';

/** The file in a folder that says what its documents are, whom they are for and where they belong. */
export const RULES_FILE = 'docent.rules.json';
export const RULES_BYTES = 1_000_000;

const text = z.string().trim().min(1).max(2000);
const texts = z.array(z.string().trim().min(1).max(200)).max(100);
const ownName = z
  .string()
  .regex(
    /^[\p{L}_][\p{L}\p{N}_.-]{0,99}$/u,
    'a name begins with a letter or _ and has no spaces, 100 characters at most',
  );

/** As the knowledge API has them: `test/metadata-by-rules.test.ts` holds the two together. */
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
const metadata = z
  .record(ownName, z.union([text, z.number(), z.boolean(), texts]))
  .refine((given) => Object.keys(given).length <= 100, 'at most 100 names')
  .superRefine((given, context) => {
    for (const [name, shape] of Object.entries(known)) {
      const value = given[name];
      const { error } = value === undefined ? {} : shape.safeParse(value);
      for (const { message } of error?.issues ?? [])
        context.addIssue({ code: 'custom', path: [name], message });
    }
  });

const pattern = z
  .string()
  .min(1)
  .max(500)
  .refine(
    (value) => !value.startsWith('/') && !value.split('/').includes('..'),
    'a pattern is relative to the folder of this file: no leading /, no ..',
  );

const rulesFile = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        match: z.union([pattern, z.array(pattern).min(1).max(100)]).optional(),
        metadata: metadata.optional(),
        readers: z
          .array(
            z
              .string()
              .regex(
                /^(everyone|user:[^\s:]{1,200}|group:\S[^\p{Cc}]{0,199})$/u,
                'a reader is everyone, user:ID or group:NAME',
              ),
          )
          .max(200)
          .optional(),
        base: z.string().trim().min(1).max(100).optional(),
      }),
    )
    .max(1000)
    .default([]),
  ignore: z.array(pattern).max(1000).default([]),
});

type Rule = Partial<SourceRules> & { matches: (path: string) => boolean };

/** The rules of one folder; `broken` says why they cannot be known. */
export type FolderRules = {
  /** The folder they are of, '' or ending in `/`. */
  below: string;
  /** Differs when they do. */
  key: string;
  /** Empty while they are being written: nobody has to see to that. */
} & ({ broken: string } | { rules: Rule[]; ignores: (path: string) => boolean });

const anyOf = (patterns: readonly string[]): ((path: string) => boolean) => {
  const tests = patterns.map(glob);
  return (path) => tests.some((test) => test(path));
};

const mistakesOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map((issue) => {
      const { path } = issue;
      const message = issue.code === 'invalid_key' ? issue.issues[0]?.message : issue.message;
      return path.length === 0 ? message : `${visibleName(path.join('.'))}: ${message}`;
    })
    .join('; ');

const parseJson = (text: string): { value: unknown } | { broken: string } => {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { broken: `It is not JSON: ${visibleName(String(error)).slice(0, 200)}` };
  }
};

/** What a rules file says; a broken one says nothing, as a whole. */
export const parseRules = (below: string, text: string): FolderRules => {
  const place = { below, key: createHash('sha256').update(`${below}\n${text}`).digest('base64') };
  const json = parseJson(text.replace(/^\uFEFF/u, ''));
  if ('broken' in json) return { ...place, ...json };
  const parsed = rulesFile.safeParse(json.value);
  if (!parsed.success) return { ...place, broken: mistakesOf(parsed.error) };
  return {
    ...place,
    ignores: anyOf(parsed.data.ignore),
    rules: parsed.data.rules.map(({ match = '**', metadata, readers, base }) => ({
      matches: anyOf([match].flat()),
      ...(metadata && { metadata }),
      ...(readers && { readers }),
      ...(base !== undefined && { base }),
    })),
  };
};

const inside = ({ below }: FolderRules, path: string): string => path.slice(below.length);

/** `layers` are the rules above a file, outermost first. */
export const isIgnored = (layers: readonly FolderRules[], path: string): boolean =>
  layers.some((layer) => 'ignores' in layer && layer.ignores(inside(layer, path)));

/** Nearer rules win by name, later ones of the same file too. Null: one of them cannot be known. */
export const rulesFor = (layers: readonly FolderRules[], path: string): SourceRules | null => {
  const result: SourceRules = { metadata: {}, readers: null, base: null };
  for (const layer of layers) {
    if ('broken' in layer) return null;
    for (const { matches, metadata, readers, base } of layer.rules) {
      if (!matches(inside(layer, path))) continue;
      Object.assign(result.metadata, metadata);
      result.readers = readers ?? result.readers;
      result.base = base ?? result.base;
    }
  }
  return result;
};
