import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import type { Embedding } from '../../ports/embedder.ts';

/** What is read of an answer, and nothing else of it. A vector is a list of numbers, or its bytes in base64. */
const embeddingsBody = z.object({
  data: z.array(
    z.object({
      index: z.number().int().nullish(),
      embedding: z.union([z.string(), z.array(z.number().nullable())]),
    }),
  ),
});

const FRAME_BYTES = 65_536;
/** The longest form of a number in JSON, with its comma and blanks. */
const NUMBER_BYTES = 40;

const garbled = (detail: string, cause?: unknown) =>
  new Problem('upstream-garbled', detail, cause === undefined ? {} : { cause });

/** No answer is read beyond what so many vectors can take. */
const answerLimit = (texts: number, dimensions: number): number =>
  FRAME_BYTES + texts * (dimensions * NUMBER_BYTES + 200);

const readText = async (response: Response, limit: number): Promise<string> => {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of response.body ?? []) {
    bytes += piece.byteLength;
    if (bytes > limit) throw garbled('The model service answered more than was asked for.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

const floatsOf = (embedding: string | (number | null)[]): Float32Array => {
  if (typeof embedding !== 'string')
    return Float32Array.from(embedding, (value) => value ?? Number.NaN);
  const bytes = Buffer.from(embedding, 'base64');
  if (bytes.byteLength % 4 !== 0) return new Float32Array();
  return new Float32Array(Uint8Array.from(bytes).buffer);
};

/** Scaled to length one, or why it is no vector. */
const checked = (vector: Float32Array, dimensions: number): Embedding => {
  if (vector.length !== dimensions) {
    const detail = `The embedding model gave ${vector.length} dimensions instead of ${dimensions}: check DOCENT_EMBEDDING_DIMENSIONS.`;
    return { problem: garbled(detail) };
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length === 0)
    return { problem: garbled('The embedding model gave a vector without direction.') };
  return { vector: vector.map((value) => value / length) };
};

/** One result for each of so many texts, by the place that the service names. */
export const readEmbeddings = async (
  response: Response,
  { texts, dimensions }: { texts: number; dimensions: number },
): Promise<Embedding[]> => {
  const text = await readText(response, answerLimit(texts, dimensions));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw garbled('The model service sent what is not JSON.'); // the parser's message quotes the upstream
  }
  const parsed = embeddingsBody.safeParse(json);
  if (!parsed.success)
    throw garbled('The model service sent vectors of an unknown shape.', parsed.error);
  const missing = garbled('The model service gave no vector for this text.');
  const results = Array.from({ length: texts }, (): Embedding => ({ problem: missing }));
  for (const [place, { index, embedding }] of parsed.data.data.entries()) {
    const at = index ?? place;
    if (at >= 0 && at < texts) results[at] = checked(floatsOf(embedding), dimensions);
  }
  return results;
};
