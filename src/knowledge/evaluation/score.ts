import type { Citation } from '../../domain/citation.ts';
import type { ExpectedPassage, QuestionResult, TestQuestion } from '../../domain/evaluation.ts';
import type { SourcePassage } from '../../domain/message.ts';
import { sha256 } from '../../lib/ids.ts';
import { rankingFigures } from './ranking-figures.ts';
import { holdsQuote, plain } from './same-words.ts';

export type GivenAnswer = {
  text: string;
  sources: readonly SourcePassage[];
  citations: readonly Citation[];
  abstained: boolean;
};

type Circumstances = { outdated: boolean; milliseconds: number };

/** Changes when something else is asked, or something else is right. */
export const wordingOf = ({ question, expected, answer, unanswerable }: TestQuestion): string =>
  sha256(JSON.stringify([question, expected, answer, unanswerable])).slice(0, 16);

const isAt = (expected: ExpectedPassage, place: { documentId: string }, words: string): boolean =>
  expected.documentId === place.documentId &&
  (expected.quote === null || holdsQuote(words, expected.quote));

/** Which expected passages stand where among those found; each counts where it comes first. */
const ranked = (expected: readonly ExpectedPassage[], sources: readonly SourcePassage[]) => {
  const seen = new Set<number>();
  return sources.map((source, place) => {
    const hit = expected.findIndex(
      (one, number) => !seen.has(number) && isAt(one, source, source.text),
    );
    if (hit === -1) return `other ${place}`;
    seen.add(hit);
    return `expected ${hit}`;
  });
};

const retrievalOf = (expected: readonly ExpectedPassage[], sources: readonly SourcePassage[]) => {
  if (expected.length === 0) return { rank: null, found: null, recall: null, ndcg: null };
  const ranking = ranked(expected, sources);
  const grades = new Map(expected.map((_, number) => [`expected ${number}`, 1]));
  const first = ranking.findIndex((id) => grades.has(id));
  const { recall, ndcg } = rankingFigures(
    new Map([['q', grades]]),
    new Map([['q', ranking]]),
    Math.max(1, sources.length),
  );
  return { rank: first === -1 ? null : first + 1, found: first !== -1, recall, ndcg };
};

/** What an answer is worth, as far as the question says what would be right. */
export const scoreAnswer = (
  test: TestQuestion,
  given: GivenAnswer,
  { outdated, milliseconds }: Circumstances,
): QuestionResult => {
  const { expected, answer, unanswerable } = test;
  const { text, sources, citations, abstained } = given;
  const placed = citations.filter((citation) => citation.kind !== 'external');
  return {
    ...asked(test),
    ...retrievalOf(expected, sources),
    contains: answer === null ? null : plain(text).includes(plain(answer)),
    cited:
      expected.length === 0
        ? null
        : placed.some((citation) => expected.some((one) => isAt(one, citation, citation.quote))),
    abstained,
    abstainedRightly: abstained === unanswerable,
    outdated,
    answer: text,
    documentIds: [...new Set([...sources, ...placed].map(({ documentId }) => documentId))],
    milliseconds,
    problem: null,
  };
};

/** No answer at all: everything that can be wrong is. */
export const scoreFailure = (
  test: TestQuestion,
  problem: string,
  { outdated, milliseconds }: Circumstances,
): QuestionResult => ({
  ...asked(test),
  ...retrievalOf(test.expected, []),
  contains: test.answer === null ? null : false,
  cited: test.expected.length === 0 ? null : false,
  abstained: false,
  abstainedRightly: false,
  outdated,
  answer: '',
  documentIds: [],
  milliseconds,
  problem,
});

const asked = (test: TestQuestion) => ({
  questionId: test.id,
  question: test.question,
  wording: wordingOf(test),
  unanswerable: test.unanswerable,
});
