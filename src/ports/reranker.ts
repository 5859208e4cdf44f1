import type { FoundPassage } from '../domain/passage.ts';

/**
 * Puts passages in the order of how well they answer.
 *
 * Laws: gives places of `passages` (0-based), best first, each at most once; places it leaves out follow in their old
 * order; it throws a Problem when it could not judge, and the fused order stands; abort throws the signal's reason.
 */
export type Reranker = {
  name: string;
  rerank(request: {
    question: string;
    passages: readonly FoundPassage[];
    signal: AbortSignal;
  }): Promise<number[]>;
};
