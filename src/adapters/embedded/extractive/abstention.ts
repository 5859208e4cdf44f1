import type { QueryTerm, Retrieval } from '../../../domain/passage.ts';
import { isUnspaced } from '../../../lib/language/scripts.ts';
import type { Sentence } from './sentence-scores.ts';
import { weigh } from './term-matching.ts';

/** The curve was set by eye on ten collections: a larger base holds some passage with most words of any question. */
const FLOOR = 0.08;
const CEILING = 0.27;
const leastEvidence = (passages: number): number =>
  Math.min(CEILING, Math.max(FLOOR, 0.05 + 0.065 * Math.log10(Math.max(1, passages))));

/** A question of so few words is about each of them. */
const FEW_TERMS = 3;
const LEAST_SAID = 0.5;

/** Of few words most are said nowhere: "capital of Mongolia" where only capital is spoken of, however much. Vectors may know better. */
const isHardlySaid = (terms: readonly QueryTerm[], sentences: readonly Sentence[]): boolean => {
  const said = (term: number) =>
    Math.max(
      0,
      ...sentences.map(({ covered, above }) => Math.max(covered[term] ?? 0, above[term] ?? 0)),
    );
  // By weight and by number: where there is little to read, what it says weighs next to nothing.
  const saidTerms = terms.filter((_, term) => said(term) > 0).length;
  return (
    terms.length <= FEW_TERMS &&
    saidTerms <= LEAST_SAID * terms.length &&
    weigh(terms, said) < LEAST_SAID * weigh(terms, () => 1)
  );
};

/**
 * Whether the documents do not speak of what was asked. It cannot see that they speak of it without answering.
 * Pairs of characters across words never occur twice, so that languages without spaces show half the evidence.
 */
export const isOffTopic = (
  { passages, terms, evidence, passagesInScope, language, space }: Retrieval,
  sentences: readonly Sentence[],
): boolean =>
  passages.length === 0 ||
  (evidence !== null &&
    (evidence < leastEvidence(passagesInScope) * (isUnspaced(language) ? 0.5 : 1) ||
      (space === undefined && isHardlySaid(terms, sentences))));
