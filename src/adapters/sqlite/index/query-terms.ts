import type { QueryTerm } from '../../../domain/passage.ts';
import { contentWords } from '../../../lib/language/stems.ts';
import { unspacedCharacter } from '../../../lib/language/scripts.ts';
import type { ScoredTerm } from './scoring.ts';

/** What is read of a question: bounds the work for a pasted book. */
const READ_CHARACTERS = 16_000;
const MAX_TERMS = 64;
const MAX_VARIANTS = 5;
/** Unknown words beyond these are not worth repairing. */
const MAX_REPAIRS = 8;
/** Words like an unknown one that are looked up: for who reads little nearly all of them may be other people's. */
const MAX_LOOKED_UP = 20;

/** What an index knows of words. */
export type WordKnowledge = {
  passages: number;
  /** In how many passages a stem stands. */
  frequency(stem: string): number;
  /** Words that may have been meant, most alike first. */
  near(stem: string): AlikeWord[];
};

export type AlikeWord = { stem: string; likeness: number };

const weightOf = (passages: number, frequency: number): number =>
  Math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5));

const repairable = (stem: string): boolean =>
  stem.length >= 4 && !/\p{N}/u.test(stem) && !unspacedCharacter.test(stem);

const repair = (stem: string, words: WordKnowledge): QueryTerm['variants'] => {
  const known: QueryTerm['variants'] = [];
  for (const variant of words.near(stem).slice(0, MAX_LOOKED_UP)) {
    if (known.length === MAX_VARIANTS) break;
    if (words.frequency(variant.stem) > 0) known.push(variant);
  }
  return known;
};

/** Each stem once, with the times it was asked for and what it is in other languages. */
const countAsked = (query: string, languages: readonly string[]) => {
  const asked = new Map<string, { times: number; others: string[] }>();
  for (const [stem = '', ...others] of contentWords(query.slice(0, READ_CHARACTERS), languages)) {
    const known = asked.get(stem);
    if (known) known.times += 1;
    else if (asked.size < MAX_TERMS) asked.set(stem, { times: 1, others });
  }
  return asked;
};

/**
 * The words of a question as the index knows them, in the order of the question. Where its language is not known
 * there are several: a word then stands for its stem in each of them.
 */
export const queryTerms = (
  query: string,
  languages: readonly string[],
  words: WordKnowledge,
): ScoredTerm[] => {
  let repairs = 0;
  return [...countAsked(query, languages)].map(([stem, { times, others }]) => {
    const own = [stem, ...others.filter((other) => words.frequency(other) > 0)].map((known) => ({
      stem: known,
      likeness: 1,
    }));
    const frequency = own.reduce((sum, known) => sum + words.frequency(known.stem), 0);
    const weight = weightOf(words.passages, Math.min(words.passages, frequency));
    if (frequency > 0 || !repairable(stem) || repairs === MAX_REPAIRS)
      return { stem, weight, worth: weight, asked: times, variants: own };
    repairs += 1;
    const variants = repair(stem, words);
    const together = variants.reduce((sum, variant) => sum + words.frequency(variant.stem), 0);
    const worth =
      weightOf(words.passages, Math.min(words.passages, together)) * (variants[0]?.likeness ?? 0);
    return { stem, weight, worth, asked: times, variants: [...own, ...variants] };
  });
};
