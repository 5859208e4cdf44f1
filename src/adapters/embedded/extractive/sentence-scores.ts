import type { FoundPassage, QueryTerm, Retrieval } from '../../../domain/passage.ts';
import { sentenceRanges } from '../../../lib/language/sentences.ts';
import { stemsOf } from '../../../lib/language/stems.ts';
import { unspacedCharacter } from '../../../lib/language/scripts.ts';
import { answersKind } from './question-type.ts';

/** A sentence of a passage that may be quoted; `start` and `end` are places in the version's text. */
export type Sentence = {
  passageNumber: number;
  text: string;
  start: number;
  end: number;
  score: number;
  /** How well it stands for each term of the question, 0 to 1. */
  covered: readonly number[];
};

const NEIGHBOURS = 0.25;
const TITLE = 0.1;
const PAIRS = 0.1;
const KIND = 0.15;
const TOO_SHORT = 0.3;
const FEW_STEMS = 4;

type Match = { covered: number[]; stems: number; pairs: number };

const likenessIn = (terms: readonly QueryTerm[]) => {
  const known = new Map<string, [term: number, likeness: number][]>();
  for (const [index, { variants }] of terms.entries())
    for (const { stem, likeness } of variants)
      known.set(stem, [...(known.get(stem) ?? []), [index, likeness]]);
  return (stem: string) => known.get(stem) ?? [];
};

/** Which terms stand in a text, and the mean weight of neighbours in the question that are neighbours here too. */
const makeMatcher = (terms: readonly QueryTerm[]) => {
  const likeness = likenessIn(terms);
  const weight = (term: number) => terms[term]?.weight ?? 0;
  return (text: string, language: string): Match => {
    const stems = stemsOf(text, language);
    const covered = terms.map(() => 0);
    const pairs = new Set<number>();
    let before: number[] = [];
    for (const stem of stems) {
      const here = likeness(stem);
      for (const [term, like] of here) {
        covered[term] = Math.max(covered[term] ?? 0, like);
        if (before.includes(term - 1) && !unspacedCharacter.test(stem)) pairs.add(term);
      }
      before = here.map(([term]) => term);
    }
    return {
      covered,
      stems: stems.length,
      pairs: [...pairs].reduce((sum, term) => sum + (weight(term - 1) + weight(term)) / 2, 0),
    };
  };
};

/** The weight of the terms, each as far as `share` says. */
export const weigh = (terms: readonly QueryTerm[], share: (term: number) => number): number =>
  terms.reduce((sum, { weight }, term) => sum + weight * share(term), 0);

/** Every sentence of a few passages with its worth as an answer to the question. */
export const scoreSentences = (
  question: string,
  { terms, language }: Retrieval,
  passages: readonly FoundPassage[],
): Sentence[] => {
  const match = makeMatcher(terms);
  const hasKind = answersKind(question, language);
  const all = weigh(terms, () => 1) || 1;
  const topScore = passages[0]?.score || 1;

  const scoreIn = (passage: FoundPassage, passageNumber: number): Sentence[] => {
    const title = match([passage.title, ...passage.headings].join(' '), passage.language).covered;
    const sentences = sentenceRanges(passage.text).map((range) => {
      const text = passage.text.slice(range.start, range.end);
      return { range, text, match: match(text, passage.language) };
    });
    return sentences.map(({ range, text, match: { covered, stems, pairs } }, index) => {
      const around = [sentences[index - 1]?.match.covered, sentences[index + 1]?.match.covered];
      const beside = (term: number) => Math.max(around[0]?.[term] ?? 0, around[1]?.[term] ?? 0);
      const more = (term: number, there: number) => Math.max(0, there - (covered[term] ?? 0));
      const overlap =
        weigh(terms, (term) => covered[term] ?? 0) +
        NEIGHBOURS * weigh(terms, (term) => more(term, beside(term))) +
        TITLE * weigh(terms, (term) => more(term, title[term] ?? 0)) +
        PAIRS * pairs;
      return {
        passageNumber,
        text,
        start: passage.start + range.start,
        end: passage.start + range.end,
        covered,
        score:
          overlap / all +
          (hasKind(text) ? KIND : 0) +
          passage.score / topScore -
          (stems < FEW_STEMS ? TOO_SHORT : 0),
      };
    });
  };
  return passages.flatMap((passage, index) => scoreIn(passage, index + 1));
};
