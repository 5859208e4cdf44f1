import { z } from 'zod';
import { id, place } from './common.ts';

/** By metadata: a document is asked when it has one of the values, compared as text, for every name. */
export const metadataFilter = z
  .record(z.string().min(1).max(100), z.array(z.string().min(1).max(200)).min(1).max(50))
  .refine((filter) => Object.keys(filter).length <= 10, 'At most ten names.')
  .describe('Only documents that have one of the values for every name');

const fromJson = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('Write JSON, such as {"document_type":["guide"]}.');
    return z.NEVER;
  }
};

/** The filter in an address. */
export const filterText = z
  .string()
  .max(4000)
  .transform(fromJson)
  .pipe(metadataFilter)
  .describe('JSON: {"document_type":["guide","faq"]}');

/** Names of metadata in an address, separated by commas. */
export const facetNames = z
  .string()
  .max(1000)
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.string().min(1).max(100)).min(1).max(10))
  .describe('Metadata whose values are counted: document_type,tags');

export const facets = z.record(
  z.string(),
  z.array(z.object({ value: z.string(), documents: z.number().int() })),
);

const evidence = z.object({
  wordRank: z.number().int().nullable().describe('Its place in the search by words'),
  wordScore: z.number().nullable(),
  words: z.array(z.string()).describe('Words of the question in it, as the index knows them'),
  vectorRank: z.number().int().nullable().describe('Its place in the search by meaning'),
  similarity: z.number().nullable().describe('Cosine, -1 to 1'),
  boost: z.number().describe('What authority and freshness made of it; 1 is nothing'),
  fusedRank: z.number().int().nullable().describe('Its place before a model ordered them anew'),
});

const candidate = z.object({
  passageId: z.string(),
  documentId: id,
  versionId: id,
  title: z.string(),
  headings: z.array(z.string()),
  page: z.number().int().nullable(),
  place,
  start: z.number().int(),
  end: z.number().int(),
  excerpt: z.string().describe('Its beginning'),
  score: z.number(),
  number: z.number().int().nullable().describe('N among the sources; empty: it was left out'),
  leftOut: z
    .enum(['rank', 'model'])
    .nullable()
    .describe('`rank`: better ones filled the list; `model`: a model put it lower'),
  evidence: evidence.nullable(),
});

/** Why an answer has its sources. */
export const why = z.object({
  messageId: id,
  asked: z.string().describe('As it was typed'),
  searched: z.string().describe('As it was searched'),
  rewrittenBy: z.enum(['rules', 'model']).nullable(),
  language: z.string(),
  terms: z
    .array(
      z.object({
        stem: z.string(),
        weight: z
          .number()
          .nullable()
          .describe('The rarer in the documents, the heavier; null: in none of the candidates'),
        variants: z
          .array(z.object({ stem: z.string(), likeness: z.number() }))
          .describe('Words of the candidates that stood for it'),
      }),
    )
    .describe('The words of the question, as the index knows them'),
  space: z.string().nullable().describe('Embedding model that took part; empty: words only'),
  filter: z.record(z.string(), z.array(z.string())),
  evidence: z
    .number()
    .nullable()
    .describe('0 to 1: share of the question that the best passage carries'),
  passagesInScope: z.number().int().describe('Passages that could have been shown'),
  candidates: z.array(candidate).describe('Best first; those that the reader may read now'),
  withheld: z.number().int().describe('Candidates that the reader may not read any more'),
  calls: z
    .array(
      z.object({
        purpose: z.enum(['rewrite', 'embed', 'rerank']),
        model: z.string(),
        milliseconds: z.number().int(),
        outcome: z
          .enum(['done', 'failed', 'late', 'odd'])
          .describe('`odd`: what it wrote could not be used'),
      }),
    )
    .describe('Calls to models on the way to the passages'),
  remembered: z.boolean().describe('The result of the same search a moment before'),
  answerRemembered: z.boolean().describe('So was the answer itself'),
});
export type WhyView = z.infer<typeof why>;

const space = z.object({
  space: z.string().describe('Model and dimensions'),
  passages: z.number().int().describe('Passages that have a vector, or can have none'),
  total: z.number().int(),
});

/** How far the vectors are. */
export const vectorState = z.object({
  configured: z.string().nullable().describe('The model of the settings; empty: words only'),
  served: space.nullable().describe('Whose vectors searches use; empty: words only'),
  building: space.nullable().describe('The configured model, while its vectors are being made'),
});
export type VectorStateView = z.infer<typeof vectorState>;
