import { contentStems } from '../../src/lib/language/stems.ts';
import type { Collection } from './collections.ts';
import { seeded } from './random.ts';

const DIMENSIONS = 384;

/** Gives vectors to the texts of one collection: learnt from the collection itself, without any model. */
export type CollectionEmbedder = { dimensions: number; embed(text: string): Float32Array };

const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const scattered = (random: () => number): Float32Array =>
  Float32Array.from({ length: DIMENSIONS }, () => gaussian(random) / Math.sqrt(DIMENSIONS));

const addTo = (sum: Float32Array, vector: Float32Array, weight: number): void => {
  for (let at = 0; at < DIMENSIONS; at += 1) sum[at] = (sum[at] ?? 0) + weight * (vector[at] ?? 0);
};

const normalised = (vector: Float32Array): Float32Array => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? Float32Array.from(vector, () => 1) : vector.map((value) => value / length);
};

type Words = { stems: string[][]; weight: (stem: string) => number };

const wordsOf = ({ documents, language }: Collection): Words => {
  const stems = documents.map(({ title, text }) => contentStems(`${title} ${text}`, language));
  const frequency = new Map<string, number>();
  for (const list of stems)
    for (const stem of new Set(list)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  const weight = (stem: string) => Math.log(1 + documents.length / (frequency.get(stem) ?? 0.5));
  return { stems, weight };
};

const counted = (stems: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
};

/** Every word a direction at random: the words again, blurred. */
const wordDirections = (): ((stem: string) => Float32Array) => {
  const random = seeded(3);
  const directions = new Map<string, Float32Array>();
  return (stem) => {
    const known = directions.get(stem) ?? scattered(random);
    directions.set(stem, known);
    return known;
  };
};

/** Every word the sum of the texts it stands in: words that stand in like texts are alike (random indexing). */
const contextDirections = ({ stems, weight }: Words): ((stem: string) => Float32Array) => {
  const random = seeded(5);
  const directions = new Map<string, Float32Array>();
  for (const list of stems) {
    const own = scattered(random);
    for (const [stem, times] of counted(list)) {
      const sum = directions.get(stem) ?? new Float32Array(DIMENSIONS);
      addTo(sum, own, Math.log(1 + times) * weight(stem));
      directions.set(stem, sum);
    }
  }
  for (const [stem, sum] of directions) directions.set(stem, normalised(sum));
  const none = new Float32Array(DIMENSIONS);
  return (stem) => directions.get(stem) ?? none;
};

export type EmbedderKind = 'contexts' | 'words' | 'noisy contexts' | 'noisy words' | 'random';

/** How long the noise is beside a vector of length one. */
const NOISE = 2;

export const embedderOf = (collection: Collection, kind: EmbedderKind): CollectionEmbedder => {
  const random = seeded(13);
  const words = wordsOf(collection);
  const direction = kind.endsWith('contexts') ? contextDirections(words) : wordDirections();
  const embed = (text: string): Float32Array => {
    const noise = scattered(random);
    if (kind === 'random') return noise;
    const sum = new Float32Array(DIMENSIONS);
    for (const [stem, times] of counted(contentStems(text, collection.language)))
      addTo(sum, direction(stem), (1 + Math.log(times)) * words.weight(stem));
    const vector = normalised(sum);
    if (kind.startsWith('noisy')) addTo(vector, noise, NOISE);
    return vector;
  };
  return { dimensions: DIMENSIONS, embed };
};
