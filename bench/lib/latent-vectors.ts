import { contentStems } from '../../src/lib/language/stems.ts';
import type { Collection } from './collections.ts';
import { gaussian, seeded } from './random.ts';

const DIMENSIONS = 256;
/** A space with as many directions as texts would only be the words again. */
const TEXTS_PER_DIMENSION = 2;
/** Each sharpens what separates the strong directions from the weak ones. */
const POWER_ITERATIONS = 2;

/** The non-zero cells of a matrix, row by row: those of a row are at `starts[row]` to `starts[row + 1]`. */
type SparseMatrix = {
  columns: number;
  starts: Uint32Array;
  column: Uint32Array;
  value: Float32Array;
};

/** What a text says, by the number of each stem; unit length, so that a long text weighs no more than a short one. */
type Weigh = (stems: readonly string[]) => Map<number, number>;

const inverseFrequencies = (texts: readonly string[][]) => {
  const frequency = new Map<string, number>();
  for (const stems of texts)
    for (const stem of new Set(stems)) frequency.set(stem, (frequency.get(stem) ?? 0) + 1);
  return new Map(
    [...frequency].map(([stem, times], term) => [
      stem,
      { term, weight: Math.log(1 + texts.length / times) },
    ]),
  );
};

const weighWith =
  (terms: ReturnType<typeof inverseFrequencies>): Weigh =>
  (stems) => {
    const counts = new Map<string, number>();
    for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
    const cells = [...counts].flatMap(([stem, times]) => {
      const known = terms.get(stem);
      return known ? [{ term: known.term, value: (1 + Math.log(times)) * known.weight }] : [];
    });
    const length = Math.hypot(...cells.map(({ value }) => value));
    return new Map(cells.map(({ term, value }) => [term, value / length]));
  };

const sparse = (rows: readonly Map<number, number>[], columns: number): SparseMatrix => {
  const cells = rows.flatMap((row) => [...row]);
  const starts = new Uint32Array(rows.length + 1);
  for (const [at, row] of rows.entries()) starts[at + 1] = (starts[at] ?? 0) + row.size;
  return {
    columns,
    starts,
    column: Uint32Array.from(cells, ([column]) => column),
    value: Float32Array.from(cells, ([, value]) => value),
  };
};

/** The matrix, turned over, times the matrix, times the vector. */
const timesSquared = (matrix: SparseMatrix, vector: Float32Array): Float32Array => {
  const { columns, starts, column, value } = matrix;
  const product = new Float32Array(columns);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    const [from, until] = [starts[row] ?? 0, starts[row + 1] ?? 0];
    let sum = 0;
    for (let at = from; at < until; at += 1)
      sum += (value[at] ?? 0) * (vector[column[at] ?? 0] ?? 0);
    for (let at = from; at < until; at += 1) {
      const place = column[at] ?? 0;
      product[place] = (product[place] ?? 0) + sum * (value[at] ?? 0);
    }
  }
  return product;
};

const dot = (left: Float32Array, right: Float32Array): number => {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
};

/** Makes vectors orthonormal where they are (Gram-Schmidt, twice over against rounding): the Q of a QR. */
const orthonormalise = (vectors: readonly Float32Array[]): void => {
  for (const [at, vector] of vectors.entries()) {
    for (const earlier of [...vectors.slice(0, at), ...vectors.slice(0, at)]) {
      const share = dot(vector, earlier);
      for (let place = 0; place < vector.length; place += 1)
        vector[place] = (vector[place] ?? 0) - share * (earlier[place] ?? 0);
    }
    const length = Math.sqrt(dot(vector, vector)) || 1;
    for (let place = 0; place < vector.length; place += 1)
      vector[place] = (vector[place] ?? 0) / length;
  }
};

/**
 * An orthonormal basis of what the strongest singular vectors of the matrix span (randomised range finder after
 * Halko, Martinsson and Tropp). Which basis of it makes no difference to how alike two texts are.
 */
const strongestDirections = (matrix: SparseMatrix, count: number): Float32Array[] => {
  const draw = gaussian(seeded(17));
  let directions: Float32Array[] = Array.from({ length: count }, () =>
    Float32Array.from({ length: matrix.columns }, draw),
  );
  for (let round = 0; round <= POWER_ITERATIONS; round += 1) {
    directions = directions.map((direction) => timesSquared(matrix, direction));
    orthonormalise(directions);
  }
  return directions;
};

/**
 * Latent semantic analysis: texts as points among words (tf-idf over the product's own stems), projected onto the
 * directions in which the collection differs most. Learnt from the collection's texts alone: no neural model.
 */
export const latentVectors = ({
  documents,
  language,
}: Collection): {
  dimensions: number;
  /** Null when the text has no word that the collection has. */
  embed(text: string): Float32Array | null;
} => {
  const stemsOf = (text: string) => contentStems(text, language);
  const texts = documents.map(({ title, text }) => stemsOf(`${title} ${text}`));
  const terms = inverseFrequencies(texts);
  const weigh = weighWith(terms);
  const dimensions = Math.min(DIMENSIONS, Math.floor(texts.length / TEXTS_PER_DIMENSION));
  const directions = strongestDirections(sparse(texts.map(weigh), terms.size), dimensions);
  return {
    dimensions,
    embed(text) {
      const cells = [...weigh(stemsOf(text))];
      if (cells.length === 0) return null;
      return Float32Array.from(directions, (direction) => {
        let sum = 0;
        for (const [term, value] of cells) sum += value * (direction[term] ?? 0);
        return sum;
      });
    },
  };
};
