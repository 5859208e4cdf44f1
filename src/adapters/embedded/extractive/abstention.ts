import type { Retrieval } from '../../../domain/passage.ts';
import { isUnspaced } from '../../../lib/language/scripts.ts';

/** The curve was set by eye on ten collections: a larger base holds some passage with most words of any question. */
const FLOOR = 0.08;
const CEILING = 0.27;
const leastEvidence = (passages: number): number =>
  Math.min(CEILING, Math.max(FLOOR, 0.05 + 0.065 * Math.log10(Math.max(1, passages))));

/**
 * Whether the documents do not speak of what was asked. It cannot see that they speak of it without answering.
 * Pairs of characters across words never occur twice, so that languages without spaces show half the evidence.
 */
export const isOffTopic = ({ passages, evidence, passagesInScope, language }: Retrieval): boolean =>
  passages.length === 0 ||
  (evidence !== null &&
    evidence < leastEvidence(passagesInScope) * (isUnspaced(language) ? 0.5 : 1));
