import { makeRotation } from './rotation.ts';

/** How many vectors' codes are kept together. */
export const BLOCK = 1_024;
const WORD = 4;

/** Bytes of the bits of one vector: whole 32-bit words. */
const bytesOf = (dimensions: number): number => Math.ceil(dimensions / 32) * WORD;

/**
 * The codes of up to `BLOCK` vectors. Of a vector's difference from the mean, turned, one bit a dimension is kept:
 * its sign. Its product with a question is then about `base + factor × (the question's coordinates, added and
 * subtracted by the signs) + offset`; `factor` makes up for what the signs lost.
 */
export type CodeBlock = { bits: Uint8Array; base: Float32Array; factor: Float32Array };

export const emptyCodes = (dimensions: number): Uint8Array =>
  new Uint8Array(BLOCK * (bytesOf(dimensions) + 2 * Float32Array.BYTES_PER_ELEMENT));

/** The parts of a block as it is stored; they share its memory. */
export const viewCodes = (stored: Uint8Array, dimensions: number): CodeBlock => {
  const { buffer, byteOffset } = stored;
  const size = BLOCK * Float32Array.BYTES_PER_ELEMENT;
  return {
    base: new Float32Array(buffer, byteOffset, BLOCK),
    factor: new Float32Array(buffer, byteOffset + size, BLOCK),
    bits: stored.subarray(2 * size, 2 * size + BLOCK * bytesOf(dimensions)),
  };
};

export const dot = (left: Float32Array, right: Float32Array): number => {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
};

/** A question made ready for comparing: for each byte of a code what its eight signs add up to. */
export type CodedQuestion = { tables: Int16Array; scale: number; offset: number };

/** Well within 16 bits. */
const TABLE_RANGE = 32_000;

const signedSums = (turned: Float32Array, bytes: number): Float32Array => {
  const sums = new Float32Array(bytes * 256);
  for (let byte = 0; byte < bytes; byte += 1)
    for (let bits = 0; bits < 256; bits += 1) {
      let sum = 0;
      for (let bit = 0; bit < 8; bit += 1) {
        const value = turned[byte * 8 + bit] ?? 0;
        sum += (bits >> bit) & 1 ? value : -value;
      }
      sums[byte * 256 + bits] = sum;
    }
  return sums;
};

/** Makes codes of unit vectors of one space, whose mean is known roughly. */
export const makeCoder = (mean: Float32Array) => {
  const dimensions = mean.length;
  const bytes = bytesOf(dimensions);
  const rotate = makeRotation(dimensions);
  const turnedFromMean = (vector: Float32Array): Float32Array => {
    const turned = vector.map((value, at) => value - (mean[at] ?? 0));
    rotate(turned);
    return turned;
  };
  return {
    encode(vector: Float32Array, { bits, base, factor }: CodeBlock, place: number): void {
      const turned = turnedFromMean(vector);
      const own = bits.subarray(place * bytes, (place + 1) * bytes).fill(0);
      let sum = 0;
      for (let at = 0; at < dimensions; at += 1) {
        const value = turned[at] ?? 0;
        sum += Math.abs(value);
        if (value > 0) own[at >> 3] = (own[at >> 3] ?? 0) | (1 << (at & 7));
      }
      base[place] = dot(mean, vector);
      factor[place] = sum === 0 ? 0 : dot(turned, turned) / sum;
    },
    question(vector: Float32Array): CodedQuestion {
      const sums = signedSums(turnedFromMean(vector), bytes);
      const highest = sums.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
      const tables = Int16Array.from(sums, (value) => Math.round((value * TABLE_RANGE) / highest));
      const offset = dot(mean, vector) - dot(mean, mean);
      return { tables, scale: highest / TABLE_RANGE, offset };
    },
  };
};

export type Coder = ReturnType<typeof makeCoder>;
