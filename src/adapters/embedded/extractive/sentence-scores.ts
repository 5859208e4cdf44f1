import type { FoundPassage, Retrieval } from '../../../domain/passage.ts';
import { contentStems } from '../../../lib/language/stems.ts';
import { isRow, partsOf, type Part, type PartKind } from './passage-parts.ts';
import { answersKind, definesSubject, isAsking, isNegated } from './question-type.ts';
import { makeMatcher, weigh, type Match } from './term-matching.ts';

/** A sentence of a passage that may be quoted; `start` and `end` are places in the version's text. */
export type Sentence = {
  passageNumber: number;
  text: string;
  kind: PartKind;
  start: number;
  end: number;
  score: number;
  /** How well it stands for each term of the question, 0 to 1, with the names of its columns. */
  covered: readonly number[];
  /** The same of the title and the headings above it. */
  above: readonly number[];
  /** The terms it stands for better than the columns and headings above it do. */
  own: readonly number[];
  /** The same for the rows of one table or list and what names its columns. */
  table: string;
};

const NEIGHBOURS = 0.25;
const TITLE = 0.1;
const HEADINGS = 0.3;
const COLUMNS = 0.9;
const LABEL = 0.5;
/** The heading asks what was asked: what begins below it is the answer. */
const ANSWER_TO_HEADING = 0.35;
const SAME_QUESTION = 0.5;
/** What only asks answers nothing. */
const QUESTION = 0.3;
const DEFINITION = 0.3;
/** Asked what is not, it says what is not, or stands below a heading that does. */
const NEGATION = 0.3;
const PAIRS = 0.1;
const KIND = 0.15;
const TOO_SHORT = 0.3;
const FEW_STEMS = 4;

type MatchedPart = Part & { match: Match };

/** What was asked, as sentences are measured by it. */
const makeAsked = (question: string, { terms, language, passages }: Retrieval) => {
  const variants = new Set(terms.flatMap((term) => term.variants.map(({ stem }) => stem)));
  const all = weigh(terms, () => 1) || 1;
  const negated = isNegated(question);
  return {
    terms,
    all,
    topScore: passages[0]?.score || 1,
    match: makeMatcher(terms),
    hasKind: answersKind(question, language),
    defines: definesSubject(question),
    negated,
    /** The headings hold most of what was asked, and the last of them asks for little else. */
    isAskedBy(heading: string, spoken: string, above: readonly number[]): boolean {
      if (!isAsking(heading) || isNegated(heading) !== negated) return false;
      const stems = contentStems(heading, spoken);
      const asked = stems.filter((stem) => variants.has(stem));
      return (
        asked.length >= SAME_QUESTION * stems.length &&
        weigh(terms, (term) => above[term] ?? 0) >= SAME_QUESTION * all
      );
    },
  };
};

type Asked = ReturnType<typeof makeAsked>;

/** A passage as the question meets it. */
type Met = {
  parts: readonly MatchedPart[];
  title: readonly number[];
  headings: readonly number[];
  /** What begins below a heading that asks the same. */
  opening: MatchedPart | undefined;
  negated: boolean;
};

const meet = (passage: FoundPassage, { match, isAskedBy }: Asked): Met => {
  const { language } = passage;
  const heading = passage.headings.at(-1) ?? '';
  const headings = match(passage.headings.join(' '), language).covered;
  const parts = partsOf(passage).map((part) => ({ ...part, match: match(part.text, language) }));
  return {
    parts,
    title: match(passage.title, language).covered,
    headings,
    opening: isAskedBy(heading, language, headings) ? openingOf(parts, heading) : undefined,
    negated: isNegated(heading),
  };
};

/** What begins below the heading, which may stand in the text. */
const openingOf = (parts: readonly MatchedPart[], heading: string): MatchedPart | undefined =>
  parts
    .slice(parts.findIndex(({ text }) => text === heading) + 1)
    .find(({ kind }) => kind !== 'header');

const columnsOf = ({ header }: Part, { parts }: Met): readonly number[] =>
  (header === null ? undefined : parts[header]?.match.covered) ?? [];

/** The weight of what a part says of the question, itself and, less, by what stands around it. */
const overlapOf = (index: number, met: Met, { terms }: Asked): number => {
  const { parts, title, headings, opening } = met;
  const part = parts[index];
  if (!part) return 0;
  const { covered, pairs } = part.match;
  const columns = columnsOf(part, met);
  const [before, behind] = [parts[index - 1]?.match.covered, parts[index + 1]?.match.covered];
  const context = (term: number): number => {
    const more = (there: readonly number[] | undefined) =>
      Math.max(0, (there?.[term] ?? 0) - (covered[term] ?? 0));
    return (
      (isRow(part) ? 0 : NEIGHBOURS * Math.max(more(before), more(behind))) +
      TITLE * more(title) +
      Math.max((part === opening ? COLUMNS : HEADINGS) * more(headings), COLUMNS * more(columns))
    );
  };
  return weigh(terms, (term) => (covered[term] ?? 0) + context(term)) + PAIRS * pairs;
};

/** What a part is worth by its form, whatever words it holds. */
const worthOfForm = (part: MatchedPart, met: Met, { hasKind, defines, negated }: Asked): number => {
  const opens = part === met.opening;
  return (
    (hasKind(part.text) ? KIND : 0) +
    (defines(part.text) ? DEFINITION : 0) +
    (negated && (met.negated || isNegated(part.text)) ? NEGATION : 0) +
    (opens ? ANSWER_TO_HEADING : 0) -
    (/[?？]$/u.test(part.text) ? QUESTION : 0) -
    (part.match.stems < FEW_STEMS && !opens && !isRow(part) ? TOO_SHORT : 0) -
    (part.kind === 'label' || part.kind === 'header' ? LABEL : 0)
  );
};

/** Every sentence of what was found with its worth as an answer to the question. */
export const scoreSentences = (question: string, retrieval: Retrieval): Sentence[] => {
  const asked = makeAsked(question, retrieval);
  const { terms } = asked;
  return retrieval.passages.flatMap((passage, place) => {
    const met = meet(passage, asked);
    const above = terms.map((_, term) => Math.max(met.title[term] ?? 0, met.headings[term] ?? 0));
    return met.parts.map((part, index) => {
      const columns = columnsOf(part, met);
      const covered = part.match.covered.map((share, term) => Math.max(share, columns[term] ?? 0));
      const named = (term: number) => Math.max(met.headings[term] ?? 0, columns[term] ?? 0);
      return {
        passageNumber: place + 1,
        text: part.text,
        kind: part.kind,
        start: passage.start + part.start,
        end: passage.start + part.end,
        score:
          overlapOf(index, met, asked) / asked.all +
          worthOfForm(part, met, asked) +
          passage.score / asked.topScore,
        covered,
        above,
        own: terms.flatMap((_, term) => ((covered[term] ?? 0) > named(term) ? [term] : [])),
        table: `${place + 1} ${part.table}`,
      };
    });
  });
};
