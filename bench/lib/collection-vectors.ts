import { latentVectors } from './latent-vectors.ts';
import type { Collection } from './collections.ts';
import { gaussian, seeded } from './random.ts';
import { normalise } from './vectors.ts';

/**
 * Vectors of a collection that we make ourselves, without any model:
 * - `latent`: learnt from its texts (latent semantic analysis);
 * - `blurred`: those with twice their length of noise;
 * - `oracle`: passages lie at random, a question near those that are judged relevant, with much noise: an embedder
 *   that knows what no word tells, and nothing else;
 * - `informed`: `latent` and `oracle` side by side. Both say what fusing can gain, not what an embedder reaches;
 * - `random`: an embedder that is broken.
 */
export type VectorKind = 'latent' | 'blurred' | 'oracle' | 'informed' | 'random';
export const vectorKinds: VectorKind[] = ['latent', 'blurred', 'oracle', 'informed', 'random'];

type Vector = Float32Array | null;
export type CollectionVectors = {
  dimensions: number;
  passages: Map<string, Vector>;
  questions: Map<string, Vector>;
};

const DIMENSIONS = 256;
/** How long the noise is beside a vector of length one. */
const BLUR = 2;
const ORACLE_NOISE = 4;

/** Draws vectors of about length one. */
const drawn = (seed: number, dimensions: number) => {
  const draw = gaussian(seeded(seed));
  return (): Float32Array =>
    Float32Array.from({ length: dimensions }, () => draw() / Math.sqrt(dimensions));
};

const noisy = (vector: Float32Array, noise: Float32Array, times: number): Float32Array =>
  normalise(vector).map((value, at) => value + times * (noise[at] ?? 0));

const latent = (collection: Collection): CollectionVectors => {
  const { dimensions, embed } = latentVectors(collection);
  return {
    dimensions,
    passages: new Map(
      collection.documents.map(({ id, title, text }) => [id, embed(`${title} ${text}`)]),
    ),
    questions: new Map(collection.questions.map(({ id, text }) => [id, embed(text)])),
  };
};

/** The same passages and questions with other vectors. */
const changed = (
  { dimensions, passages, questions }: CollectionVectors,
  change: (vector: Vector) => Vector,
): CollectionVectors => {
  const changedIn = (vectors: Map<string, Vector>) =>
    new Map([...vectors].map(([id, vector]): [string, Vector] => [id, change(vector)]));
  return { dimensions, passages: changedIn(passages), questions: changedIn(questions) };
};

const sumOf = (vectors: readonly Float32Array[]): Float32Array =>
  Float32Array.from({ length: DIMENSIONS }, (_, at) =>
    vectors.reduce((sum, vector) => sum + (vector[at] ?? 0), 0),
  );

const oracle = ({ documents, questions, judgements }: Collection): CollectionVectors => {
  const draw = drawn(5, DIMENSIONS);
  const passages = new Map(documents.map(({ id }) => [id, draw()]));
  const relevantTo = (question: string): Float32Array[] =>
    [...(judgements.get(question) ?? [])].flatMap(([id, grade]) =>
      grade > 0 ? (passages.get(id) ?? []) : [],
    );
  return {
    dimensions: DIMENSIONS,
    passages,
    questions: new Map(
      questions.map(({ id }): [string, Vector] => {
        const relevant = relevantTo(id);
        return [id, relevant.length === 0 ? draw() : noisy(sumOf(relevant), draw(), ORACLE_NOISE)];
      }),
    ),
  };
};

const sideBySide = (left: CollectionVectors, right: CollectionVectors): CollectionVectors => {
  const joined = (one: Map<string, Vector>, other: Map<string, Vector>) =>
    new Map(
      [...one].map(([id, vector]): [string, Vector] => {
        const beside = other.get(id);
        return [
          id,
          vector && beside ? Float32Array.from([...normalise(vector), ...normalise(beside)]) : null,
        ];
      }),
    );
  return {
    dimensions: left.dimensions + right.dimensions,
    passages: joined(left.passages, right.passages),
    questions: joined(left.questions, right.questions),
  };
};

/** The vectors of each kind; what is learnt from the texts is learnt once. */
export const vectorsOf = (collection: Collection): ((kind: VectorKind) => CollectionVectors) => {
  const learnt = latent(collection);
  const draw = drawn(13, learnt.dimensions);
  const kinds: Record<VectorKind, () => CollectionVectors> = {
    latent: () => learnt,
    blurred: () => changed(learnt, (vector) => vector && noisy(vector, draw(), BLUR)),
    oracle: () => oracle(collection),
    informed: () => sideBySide(learnt, oracle(collection)),
    random: () => changed(learnt, draw),
  };
  return (kind) => kinds[kind]();
};
