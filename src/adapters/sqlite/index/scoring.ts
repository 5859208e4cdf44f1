import type { QueryTerm } from '../../../domain/passage.ts';
import { unspacedCharacter } from '../../../lib/language/scripts.ts';

/** A term of the question with what it counts: how often it was asked, and its weight in the score. */
export type ScoredTerm = QueryTerm & { asked: number; worth: number };

/** BM25's k1 + 1, k1 and b. */
const GAIN = 2.2;
const SATURATION = 1.2;
const BY_LENGTH = 0.75;
/** What a word counts in the headings above, in the passage's own heading, and in its text. */
const WORTH = [2, 2, 1];
/** The passage's own heading among these parts. */
const OWN = 1;
/** What the words of the passage's own heading count once more when all of them are asked for. */
const HEADING_ASKED = 0.5;
const NEARNESS = 0.15;
const WINDOW = 7;
/** Positions between the parts, so that nothing is near across them. */
const GAP = 20;

/** What a passage would score that is full of every term. */
export const highestScore = (terms: readonly ScoredTerm[]): number =>
  terms.reduce((sum, term) => sum + term.asked * GAIN * term.weight, 0);

type Occurrence = { term: number; position: number };
type Counts = {
  frequency: number[];
  occurrences: Occurrence[];
  /** Terms that make up the whole of the passage's own heading. */
  asHeading: Set<number>;
};

const countTerms = (stems: string, terms: readonly ScoredTerm[]): Counts => {
  const known = new Map<string, { term: number; likeness: number }[]>();
  for (const [term, { variants }] of terms.entries())
    for (const { stem, likeness } of variants)
      known.set(stem, [...(known.get(stem) ?? []), { term, likeness }]);

  const frequency = terms.map(() => 0);
  const occurrences: Occurrence[] = [];
  let position = 0;
  let asHeading: number[] = [];
  for (const [part, text] of stems.split('\n').entries()) {
    const words = text === '' ? [] : text.split(' ');
    if (part === OWN && words.every((word) => known.has(word)))
      asHeading = words.flatMap((word) => known.get(word) ?? []).map(({ term }) => term);
    for (const [index, word] of words.entries())
      for (const { term, likeness } of known.get(word) ?? []) {
        frequency[term] = (frequency[term] ?? 0) + (WORTH[part] ?? 1) * likeness;
        occurrences.push({ term, position: position + index });
      }
    position += words.length + GAP;
  }
  return { frequency, occurrences, asHeading: new Set(asHeading) };
};

/** How often the term after `term` follows it at once, and how often the two stand near in either order. */
const nearness = (
  occurrences: readonly Occurrence[],
  term: number,
): { following: number; near: number } => {
  let [following, near] = [0, 0];
  for (const [index, first] of occurrences.entries()) {
    if (first.term !== term && first.term !== term + 1) continue;
    for (let next = index + 1; next < occurrences.length; next += 1) {
      const second = occurrences[next];
      if (!second || second.position - first.position > WINDOW) break;
      if (first.term + second.term !== 2 * term + 1) continue;
      near += 1;
      if (first.term === term && second.position === first.position + 1) following += 1;
    }
  }
  return { following, near };
};

/**
 * BM25 over title and body with a bonus for neighbouring words of the question that stand together; and the words
 * of the question that it holds.
 */
export const scorePassage = (
  passage: { stems: string; length: number },
  terms: readonly ScoredTerm[],
  averageLength: number,
): { score: number; words: string[] } => {
  const norm = SATURATION * (1 - BY_LENGTH + (BY_LENGTH * passage.length) / (averageLength || 1));
  const saturated = (frequency: number) => (frequency * GAIN) / (frequency + norm);
  const { frequency, occurrences, asHeading } = countTerms(passage.stems, terms);
  let score = 0;
  for (const [index, term] of terms.entries()) {
    score += term.asked * term.worth * saturated(frequency[index] ?? 0);
    if (asHeading.has(index)) score += HEADING_ASKED * term.worth;
    const next = terms[index + 1];
    if (
      !next ||
      !frequency[index] ||
      !frequency[index + 1] ||
      unspacedCharacter.test(term.stem + next.stem)
    )
      continue;
    const { following, near } = nearness(occurrences, index);
    score += ((term.worth + next.worth) / 2) * NEARNESS * (saturated(following) + saturated(near));
  }
  const words = terms.flatMap(({ stem }, index) => (frequency[index] ? [stem] : []));
  return { score, words };
};
