import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import type { Embedder, Embedding } from '../../ports/embedder.ts';
import { refuse } from './request.ts';

const MOST_TEXTS = 2_048;
const text = z.string().min(1);

/** What clients send. Fields that we do not know are tolerated and change nothing. */
const embeddingRequest = z.looseObject({
  model: z.string().min(1).max(200).optional(),
  input: z.union([text, z.array(text).min(1).max(MOST_TEXTS)], {
    error: 'Write a text, or up to 2048 texts; numbers of tokens are not read here.',
  }),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number().int().min(1).nullish(),
  user: z.string().max(1000).nullish(),
});
type EmbeddingBody = z.infer<typeof embeddingRequest>;

/** A space is named `model:dimensions`. */
export const embeddingModelName = ({ space }: Embedder): string =>
  space.slice(0, space.lastIndexOf(':'));

const vectorIn = (result: Embedding): Float32Array => {
  if ('vector' in result) return result.vector;
  throw result.problem;
};

const encoded = (vector: Float32Array, format: EmbeddingBody['encoding_format']) =>
  format === 'base64'
    ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
    : [...vector];

/** The service that has the model counts for itself; here it is about a quarter of the letters. */
const tokensOf = (texts: readonly string[]): number =>
  Math.ceil(texts.reduce((sum, { length }) => sum + length, 0) / 4);

const embed = async (
  { embedder }: HttpServices,
  { body, model, signal }: { body: EmbeddingBody; model: string | undefined; signal: AbortSignal },
): Promise<Response> => {
  if (model === undefined) throw refuse('model', 'Name a model.');
  const name = embedder && embeddingModelName(embedder);
  if (!embedder || model !== name)
    throw new Problem('not-found', `There is no model ${model}.`, { field: 'model' });
  const { dimensions } = embedder;
  if ((body.dimensions ?? dimensions) !== dimensions)
    throw refuse('dimensions', `This model gives ${dimensions} dimensions.`);
  const texts = typeof body.input === 'string' ? [body.input] : body.input;
  const results = await embedder.embed({ texts, kind: 'passage', signal });
  const tokens = tokensOf(texts);
  return Response.json({
    object: 'list',
    data: results.map((result, index) => ({
      object: 'embedding',
      index,
      embedding: encoded(vectorIn(result), body.encoding_format),
    })),
    model,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
};

/** The embedding model of the settings, for clients of our own; its addresses are those of the chat routes. */
export const embeddingRoutes = (services: HttpServices): Route[] => {
  const common = {
    method: 'post',
    summary: 'Turn texts into vectors',
    body: embeddingRequest,
    query: z.looseObject({ 'api-version': z.string().optional() }),
    answer: { contentType: 'application/json', meaning: 'A vector for each text, in order' },
  } as const;
  return [
    ...['/v1/embeddings', '/openai/v1/embeddings'].map((path) =>
      route('turn:ask', { ...common, path }, ({ body, request: { signal } }) =>
        embed(services, { body, model: body.model, signal }),
      ),
    ),
    route(
      'turn:ask',
      {
        ...common,
        path: '/openai/deployments/{deployment}/embeddings',
        params: z.object({ deployment: z.string().max(200) }),
      },
      ({ body, path, request: { signal } }) =>
        embed(services, { body, model: path.deployment, signal }),
    ),
  ];
};
