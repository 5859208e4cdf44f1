import type { FoundPassage, QueryTerm, Retrieval } from '../../../domain/passage.ts';
import { contentStems, stemsOf } from '../../../lib/language/stems.ts';
import { unspacedCharacter } from '../../../lib/language/scripts.ts';
import { partsOf, type Part } from './passage-parts.ts';
import { answersKind, isAsking } from './question-type.ts';

/** A sentence of a passage that may be quoted; `start` and `end` are places in the version's text. */
export type Sentence = {
  passageNumber: number;
  text: string;
  start: number;
  end: number;
  score: number;
  /** How well it stands for each term of the question, 0 to 1. */
  covered: readonly number[];
  /** The row that names the columns of the row this is: quoted before it. */
  header: Sentence | null;
};

const NEIGHBOURS = 0.25;
const TITLE = 0.1;
const HEADINGS = 0.3;
const COLUMNS = 0.9;
const LABEL = 0.5;
/** The heading asks what was asked: what begins below it is the answer. */
const ANSWER_TO_HEADING = 0.35;
const SAME_QUESTION = 0.5;
const PAIRS = 0.1;
const KIND = 0.15;
const TOO_SHORT = 0.3;
const FEW_STEMS = 4;

type Match = { covered: number[]; stems: number; pairs: number };
type MatchedPart = Part & { match: Match };

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

/** What begins below the heading, which may stand in the text. */
const openingOf = (parts: readonly MatchedPart[], heading: string): MatchedPart | undefined =>
  parts
    .slice(parts.findIndex(({ text }) => text === heading) + 1)
    .find(({ kind }) => kind !== 'header');

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

  const variants = new Set(terms.flatMap((term) => term.variants.map(({ stem }) => stem)));
  /** The headings hold most of what was asked, and the last of them asks for little else. */
  const asksTheSame = (heading: string, spoken: string, above: readonly number[]): boolean => {
    if (!isAsking(heading)) return false;
    const stems = contentStems(heading, spoken);
    const asked = stems.filter((stem) => variants.has(stem));
    return (
      asked.length >= SAME_QUESTION * stems.length &&
      weigh(terms, (term) => above[term] ?? 0) >= SAME_QUESTION * all
    );
  };

  const scoreIn = (passage: FoundPassage, passageNumber: number): Sentence[] => {
    const { headings, language: spoken } = passage;
    const title = match(passage.title, spoken).covered;
    const above = match(headings.join(' '), spoken).covered;
    const parts = partsOf(passage).map((part) => ({ ...part, match: match(part.text, spoken) }));
    const opening = asksTheSame(headings.at(-1) ?? '', spoken, above)
      ? openingOf(parts, headings.at(-1) ?? '')
      : undefined;
    const overlapOf = (part: MatchedPart, index: number) => {
      const { kind, header } = part;
      const { covered, pairs } = part.match;
      const opens = part === opening;
      const around = [parts[index - 1]?.match.covered, parts[index + 1]?.match.covered];
      const columns = header === null ? undefined : parts[header]?.match.covered;
      const more = (term: number, there: readonly number[] | undefined) =>
        Math.max(0, (there?.[term] ?? 0) - (covered[term] ?? 0));
      const context = (term: number): number =>
        (kind === 'row' ? 0 : NEIGHBOURS * Math.max(more(term, around[0]), more(term, around[1]))) +
        TITLE * more(term, title) +
        Math.max((opens ? COLUMNS : HEADINGS) * more(term, above), COLUMNS * more(term, columns));
      return weigh(terms, (term) => (covered[term] ?? 0) + context(term)) + PAIRS * pairs;
    };
    const sentences: Sentence[] = [];
    for (const [index, part] of parts.entries()) {
      const opens = part === opening;
      sentences.push({
        passageNumber,
        text: part.text,
        start: passage.start + part.start,
        end: passage.start + part.end,
        covered: part.match.covered,
        header: part.header === null ? null : (sentences[part.header] ?? null),
        score:
          overlapOf(part, index) / all +
          (hasKind(part.text) ? KIND : 0) +
          passage.score / topScore +
          (opens ? ANSWER_TO_HEADING : 0) -
          (part.match.stems < FEW_STEMS && !opens && part.kind !== 'row' ? TOO_SHORT : 0) -
          (part.kind === 'label' || part.kind === 'header' ? LABEL : 0),
      });
    }
    return sentences;
  };
  return passages.flatMap((passage, index) => scoreIn(passage, index + 1));
};
