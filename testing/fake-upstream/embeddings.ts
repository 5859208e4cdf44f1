import { createHash } from 'node:crypto';
import type http from 'node:http';
import { z } from 'zod';

/** The published request of embeddings, as far as a client of ours may use it; anything else is refused. */
const text = z.string().min(1);
export const embeddingRequest = z.strictObject({
  model: z.string().min(1).optional(),
  input: z.union([text, z.array(text).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).optional(),
  dimensions: z.number().int().min(1).optional(),
  user: z.string().optional(),
});
export type FakeEmbeddingRequest = z.infer<typeof embeddingRequest>;

export type EmbeddingStyle = 'openai' | 'azure-v1' | 'azure-deployment';

const DEPLOYMENT =
  /^\/openai\/deployments\/([^/]+)\/embeddings\?api-version=(v1|\d{4}-\d{2}-\d{2}(-preview)?)$/;

export const embeddingStyleOf = (path: string): EmbeddingStyle | null => {
  if (path === '/v1/embeddings') return 'openai';
  if (path === '/openai/v1/embeddings') return 'azure-v1';
  return DEPLOYMENT.test(path) ? 'azure-deployment' : null;
};

export type EmbeddingCall = {
  path: string;
  style: EmbeddingStyle;
  headers: http.IncomingHttpHeaders;
  texts: string[];
  body: FakeEmbeddingRequest;
};

/** One answer of the fake. All fields left out: a vector for each text, in order. */
export type EmbeddingBehaviour = {
  status?: number;
  headers?: Record<string, string>;
  error?: Record<string, unknown>;
  dimensions?: number;
  /** Refuses the whole request when a text of it fits, as services do. */
  refusesText?: RegExp;
  /** Refuses texts longer than this. */
  longest?: number;
  refuses?: 'encoding_format' | 'dimensions';
  /** Of the vectors: the last is left out, they come in backward order, or some are nonsense. */
  fault?:
    | 'partial'
    | 'backward'
    | 'nan'
    | 'zero'
    | 'no-json'
    | 'unknown-shape'
    | 'endless'
    | 'silent';
  /** Places of nonsense vectors, for `nan` and `zero`. */
  at?: readonly number[];
  /** Ignores `encoding_format` and writes numbers. */
  asNumbers?: boolean;
};
export type EmbeddingScript =
  | readonly EmbeddingBehaviour[]
  | ((call: EmbeddingCall, number: number) => EmbeddingBehaviour);

/** Words that mean the same to the fake: a question and a passage may share a meaning and no word. */
const MEANINGS = [
  ['vacation', 'holidays', 'leave', 'urlaub'],
  ['salary', 'wage', 'remuneration', 'gehalt'],
  ['car', 'automobile', 'vehicle', 'fahrzeug'],
];
const meaningOf = new Map(MEANINGS.flatMap((words) => words.map((word) => [word, words.join()])));

/** A bag of meanings in a few dimensions: the same text gives the same vector, likeness is shared words. */
export const fakeVector = (source: string, dimensions: number, model = ''): Float32Array => {
  const vector = new Float32Array(dimensions);
  for (const word of source.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const hash = createHash('sha256')
      .update(`${model} ${meaningOf.get(word) ?? word}`)
      .digest();
    for (let at = 0; at < 8; at += 1) {
      const place = hash.readUInt16LE(at * 2) % dimensions;
      vector[place] = (vector[place] ?? 0) + ((hash[16 + at] ?? 0) % 2 === 0 ? 1 : -1);
    }
  }
  return vector.every((value) => value === 0) ? vector.fill(1) : vector;
};

const send = (response: http.ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

const refusalOf = (behaviour: EmbeddingBehaviour, { body, texts }: EmbeddingCall) => {
  const { refuses, refusesText, longest } = behaviour;
  if (refuses && body[refuses] !== undefined)
    return { code: 'unsupported_parameter', param: refuses, message: `Unsupported: ${refuses}` };
  if (refusesText && texts.some((each) => refusesText.test(each)))
    return { code: null, message: 'The input is not valid, secret sk-upstream-body.' };
  if (longest !== undefined && texts.some((each) => each.length > longest))
    return { code: null, message: "This model's maximum context length is 8192 tokens" };
  return null;
};

/** As JSON cannot say NaN, a service that has one writes null, or its bytes. */
const encoded = (vector: Float32Array, asBytes: boolean): string | (number | null)[] =>
  asBytes
    ? Buffer.from(vector.buffer).toString('base64')
    : [...vector].map((value) => (Number.isFinite(value) ? value : null));

const spoilt = ({ fault, at = [] }: EmbeddingBehaviour, place: number, vector: Float32Array) => {
  if (!at.includes(place)) return vector;
  if (fault === 'nan') return vector.fill(Number.NaN, 0, 1);
  return fault === 'zero' ? vector.fill(0) : vector;
};

/** Answers one request for vectors. `dimensions`: of the model when the request names none. */
export const answerEmbeddings = (
  response: http.ServerResponse,
  behaviour: EmbeddingBehaviour,
  call: EmbeddingCall,
): void => {
  const { fault, status = 200, error } = behaviour;
  for (const [name, value] of Object.entries(behaviour.headers ?? {}))
    response.setHeader(name, value);
  if (status !== 200) return send(response, status, { error: error ?? { message: 'scripted' } });
  const refusal = refusalOf(behaviour, call);
  if (refusal) return send(response, 400, { error: refusal });
  if (fault === 'silent') return undefined;
  if (fault === 'no-json') return send(response, 200, '{"data": [');
  if (fault === 'unknown-shape') return send(response, 200, { data: 'none' });
  if (fault === 'endless') return send(response, 200, `{"data":[],"x":"${'x'.repeat(9_000_000)}"}`);
  const dimensions = behaviour.dimensions ?? call.body.dimensions ?? FAKE_DIMENSIONS;
  const model = call.body.model ?? call.path;
  const asBytes = call.body.encoding_format === 'base64' && !behaviour.asNumbers;
  const data = call.texts.map((source, index) => ({
    object: 'embedding',
    index,
    embedding: encoded(spoilt(behaviour, index, fakeVector(source, dimensions, model)), asBytes),
  }));
  if (fault === 'partial') data.pop();
  if (fault === 'backward') data.reverse();
  const tokens = call.texts.join(' ').split(/\s+/).length;
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return send(response, 200, { object: 'list', data, model, usage });
};

export const FAKE_DIMENSIONS = 64;
