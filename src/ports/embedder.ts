import type { Problem } from '../domain/problem.ts';

/** A vector of unit length, or why this one text has none. */
export type Embedding = { vector: Float32Array } | { problem: Problem };

/**
 * A model that turns texts into vectors, so that what means the same lies near.
 *
 * Laws: one result for every text, in order; a vector has `dimensions` finite numbers and unit length: the adapter
 * scales it, and refuses another number of dimensions, NaN, infinity and zero as the problem of that text; one bad
 * text takes no other with it; when nothing could be embedded it throws a Problem with an `upstream-…` code that
 * says whether and after how long a retry may help; texts are sent in batches the service takes, and longer ones are
 * cut to what it reads; abort closes the upstream within 100 ms and throws the signal's reason.
 */
export type Embedder = {
  /** Model and dimensions, `text-embedding-3-small:1536`: vectors of two spaces are never compared. */
  space: string;
  dimensions: number;
  embed(request: {
    texts: readonly string[];
    /** Some models read a question otherwise than what answers it. */
    kind: 'passage' | 'question';
    signal: AbortSignal;
  }): Promise<Embedding[]>;
};

/** Embedders of one service. */
export type Embedders = {
  /** The model that the settings name. */
  configured: Embedder;
  /** The model of another space, such as one that is served until the configured one is whole. */
  forSpace(space: string): Embedder | null;
};
