/**
 * Turns vectors in space, always the same way: afterwards every coordinate carries about as much as any other, also
 * where an embedder put nearly everything into a few. Signs change by a fixed rule, then neighbours at growing
 * distance are mixed (a Hadamard transform of the first and of the last coordinates in turn): lengths and angles stay.
 */
const ROUNDS = 4;

const mix = (values: Float32Array): void => {
  const size = values.length;
  for (let step = 1; step < size; step *= 2)
    for (let start = 0; start < size; start += 2 * step)
      for (let at = start; at < start + step; at += 1) {
        const [left, right] = [values[at] ?? 0, values[at + step] ?? 0];
        values[at] = left + right;
        values[at + step] = left - right;
      }
  const scale = 1 / Math.sqrt(size);
  for (let at = 0; at < size; at += 1) values[at] = (values[at] ?? 0) * scale;
};

/** Plus or minus one from the bits of a well mixed number. */
const signs = (dimensions: number, round: number): Float32Array =>
  Float32Array.from({ length: dimensions }, (_, at) => {
    const mixed = Math.imul(round * 65_537 + at + 1, 0x9e3779b1);
    return Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b) >>> 31 === 0 ? 1 : -1;
  });

/** Turns a vector of this many dimensions in place. */
export const makeRotation = (dimensions: number): ((vector: Float32Array) => void) => {
  const mixed = 2 ** Math.floor(Math.log2(dimensions));
  const rounds = Array.from({ length: ROUNDS }, (_, round) => signs(dimensions, round));
  return (vector) => {
    for (const [round, flips] of rounds.entries()) {
      for (let at = 0; at < dimensions; at += 1) vector[at] = (vector[at] ?? 0) * (flips[at] ?? 1);
      const from = round % 2 === 0 ? 0 : dimensions - mixed;
      mix(vector.subarray(from, from + mixed));
    }
  };
};
