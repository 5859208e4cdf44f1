import { gaussian, seeded } from './random.ts';

/** Draws vectors of unit length, the same ones in every run. */
export type VectorSource = () => Float32Array;

export const normalise = (vector: Float32Array): Float32Array => {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  return vector.map((value) => value / length);
};

const CLUSTERS = 1_000;

/** A thousand round heaps: what vectors of separate subjects would be at their simplest. */
export const clustered = (dimensions: number, seed = 1): VectorSource => {
  const [random, centres] = [seeded(seed), seeded(7)];
  const [draw, drawCentre] = [gaussian(random), gaussian(centres)];
  const middle = Array.from({ length: CLUSTERS }, () =>
    Float32Array.from({ length: dimensions }, drawCentre),
  );
  return () => {
    const centre = middle[Math.floor(random() * CLUSTERS)];
    return normalise(
      Float32Array.from({ length: dimensions }, (_, at) => (centre?.[at] ?? 0) + draw()),
    );
  };
};

/** Directions that carry meaning, the first ones most of it. */
const FACTORS = 96;
const SUBJECTS = 5_000;

/**
 * Shaped like the output of sentence embedders: all point roughly one way (two of them agree to 0.5 by chance), the
 * rest of their length falls off over few directions, subjects of very different size lie in those.
 */
export const anisotropic = (dimensions: number, seed = 1): VectorSource => {
  const [random, shape] = [seeded(seed), seeded(11)];
  const [draw, drawShape] = [gaussian(random), gaussian(shape)];
  const common = normalise(Float32Array.from({ length: dimensions }, drawShape));
  const factors = Array.from({ length: FACTORS }, () =>
    normalise(Float32Array.from({ length: dimensions }, drawShape)),
  );
  const strength = factors.map((_, at) => (at + 1) ** -0.6);
  const subjects = Array.from({ length: SUBJECTS }, () =>
    Float32Array.from(strength, (scale) => scale * drawShape()),
  );
  return () => {
    const subject = subjects[Math.floor(random() ** 3 * SUBJECTS)];
    const vector = common.map((value) => value * 2);
    for (const [at, factor] of factors.entries()) {
      const weight = 0.7 * (subject?.[at] ?? 0) + 0.5 * (strength[at] ?? 0) * draw();
      for (let place = 0; place < dimensions; place += 1)
        vector[place] = (vector[place] ?? 0) + weight * (factor[place] ?? 0);
    }
    for (let place = 0; place < dimensions; place += 1)
      vector[place] = (vector[place] ?? 0) + 0.03 * draw();
    return normalise(vector);
  };
};

/** The most alike so far of each of the questions, found by comparing with every vector. */
export const exactNearest = (questions: readonly Float32Array[], count: number) => {
  const best = questions.map(() => new Array<{ id: string; similarity: number }>());
  return {
    add(id: string, vector: Float32Array): void {
      for (const [at, question] of questions.entries()) {
        let similarity = 0;
        for (let place = 0; place < question.length; place += 1)
          similarity += (question[place] ?? 0) * (vector[place] ?? 0);
        const list = best[at];
        if (!list || (list.length === count && similarity <= (list.at(-1)?.similarity ?? 0)))
          continue;
        list.push({ id, similarity });
        list.sort((left, right) => right.similarity - left.similarity);
        list.length = Math.min(count, list.length);
      }
    },
    ids: (): string[][] => best.map((list) => list.map(({ id }) => id)),
  };
};
