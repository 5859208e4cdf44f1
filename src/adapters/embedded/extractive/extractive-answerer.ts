import type { QueryTerm, Retrieval } from '../../../domain/passage.ts';
import type { AnswerEvent, Answerer, AnswerRequest } from '../../../ports/answerer.ts';
import { contentStems } from '../../../lib/language/stems.ts';
import { isOffTopic } from './abstention.ts';
import { chooseSentences } from './choose-sentences.ts';
import { scoreSentences, type Sentence } from './sentence-scores.ts';
import { wordingIn } from './wording.ts';

/** Passages whose sentences are weighed against each other. */
const READ_PASSAGES = 5;
const NEAREST_PASSAGES = 3;
/** Of a list that is quoted whole. */
const MOST_ROWS = 12;
/** Of the question: bounds the work for a pasted book. */
const READ_CHARACTERS = 16_000;

/** From an index that does not work with words: every word of the question counts the same. */
const plainTerms = (question: string, language: string): QueryTerm[] =>
  [...new Set(contentStems(question, language))].map((stem) => ({
    stem,
    weight: 1,
    variants: [{ stem, likeness: 1 }],
  }));

/** The best first, because it is read first; the rest as it stands in the passages. */
const inOrder = ([first, ...rest]: readonly Sentence[]): Sentence[] => {
  if (!first) return [];
  const place = (sentence: Sentence) =>
    sentence.passageNumber === first.passageNumber ? 0 : sentence.passageNumber;
  return [
    first,
    ...rest.toSorted((left, right) => place(left) - place(right) || left.start - right.start),
  ];
};

/**
 * A row of a table says little without the names of its columns, and what announces a list says nothing without the
 * list: the one comes before the first of its rows, the other behind it.
 */
const withHeaders = (chosen: readonly Sentence[], all: readonly Sentence[]): Sentence[] => [
  ...new Set(
    chosen.flatMap((one) => [
      ...(one.header ? [one.header] : []),
      one,
      ...all.filter(({ header }) => header === one).slice(0, MOST_ROWS),
    ]),
  ),
];

const bestOfEach = (sentences: readonly Sentence[]): Sentence[] => {
  const best = new Map<number, Sentence>();
  for (const sentence of sentences)
    if (sentence.score > (best.get(sentence.passageNumber)?.score ?? -Infinity))
      best.set(sentence.passageNumber, sentence);
  return [...best.values()]
    .toSorted((left, right) => right.score - left.score)
    .slice(0, NEAREST_PASSAGES);
};

type Quotations = { lead: string; quotes: Sentence[]; abstained: boolean };

const quotationsFor = (asked: string, found: Retrieval): Quotations => {
  const { language } = found;
  const question = asked.slice(0, READ_CHARACTERS);
  const wording = wordingIn(language);
  const terms = found.terms.length > 0 ? found.terms : plainTerms(question, language);
  const sentences = scoreSentences(
    question,
    { ...found, terms },
    found.passages.slice(0, READ_PASSAGES),
  );
  if (sentences.length === 0) return { lead: wording.nothing, quotes: [], abstained: true };
  if (isOffTopic(found))
    return {
      lead: wording.nearest,
      quotes: withHeaders(bestOfEach(sentences), sentences),
      abstained: true,
    };
  return {
    lead: wording.quotes,
    quotes: withHeaders(inOrder(chooseSentences(sentences, terms)), sentences),
    abstained: false,
  };
};

async function* answer({
  question,
  retrieval,
  signal,
}: AnswerRequest): AsyncGenerator<AnswerEvent> {
  signal.throwIfAborted();
  yield { type: 'answer-start', kind: 'quoted', model: 'extractive' };
  const { lead, quotes, abstained } = quotationsFor(question, retrieval);
  let length = lead.length;
  yield { type: 'answer-delta', text: lead };
  for (const { passageNumber, text, start, end } of quotes) {
    signal.throwIfAborted();
    // A block quote of its own: whatever marks the words hold, they end with it. The words stay as they are.
    const quote = `\n\n> ${text}`;
    length += quote.length;
    yield { type: 'answer-delta', text: quote };
    yield { type: 'citation-mark', passageNumber, offset: length, range: { start, end } };
  }
  signal.throwIfAborted();
  yield { type: 'answer-end', finishReason: 'stop', abstained };
}

/**
 * Answers without a model: the sentences of the passages that say most about the question, word for word, each
 * with its place. Says so when the documents do not seem to speak of it.
 */
export const extractiveAnswerer = (): Answerer =>
  ({ name: 'extractive', retrieves: false, answer }) satisfies Answerer;
