import { Problem } from '../../../../domain/problem.ts';
import { dot } from './codes.ts';

/** A blob as the database gives it. */
export const bytesIn = (blob: unknown): Uint8Array<ArrayBuffer> => {
  if (blob instanceof Uint8Array && blob.buffer instanceof ArrayBuffer)
    return blob.byteOffset === 0 ? (blob as Uint8Array<ArrayBuffer>) : new Uint8Array(blob);
  throw new TypeError('expected a blob');
};

export const floatsIn = (blob: unknown): Float32Array<ArrayBuffer> =>
  new Float32Array(bytesIn(blob).buffer);

export const bytesOf = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);

/** The vector with length one; refused when it has another number of dimensions, or no direction. */
export const unit = (vector: Float32Array, dimensions: number): Float32Array<ArrayBuffer> => {
  if (vector.length !== dimensions)
    throw new Problem(
      'invalid-request',
      `The vector has ${vector.length} dimensions; this space has ${dimensions}.`,
    );
  const length = Math.sqrt(dot(vector, vector));
  if (!Number.isFinite(length) || length === 0)
    throw new Problem('invalid-request', 'The vector has no direction: it is zero or not finite.');
  return Float32Array.from(vector, (value) => value / length);
};
