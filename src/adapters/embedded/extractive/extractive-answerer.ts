import type { FoundPassage, QueryTerm, Retrieval } from '../../../domain/passage.ts';
import type { AnswerEvent, Answerer, AnswerRequest } from '../../../ports/answerer.ts';
import { languageToldBy } from '../../../lib/language/detect-language.ts';
import { contentStems } from '../../../lib/language/stems.ts';
import { isOffTopic } from './abstention.ts';
import { chooseSentences } from './choose-sentences.ts';
import { scoreSentences, type Sentence } from './sentence-scores.ts';
import { withTables } from './whole-tables.ts';
import { smallTalk } from './small-talk.ts';
import { wordingIn } from './wording.ts';

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

/** "Who is who?" is small talk but for a document with this heading. */
const isHeaded = (passages: readonly FoundPassage[], question: string): boolean => {
  const [bare] = /\p{L}(?:.*\p{L})?/su.exec(question.toLowerCase()) ?? [];
  return passages.some(({ headings }) =>
    headings.some((heading) => bare !== undefined && heading.toLowerCase().includes(bare)),
  );
};

type Quotations = { lead: string; quotes: Sentence[]; abstained: boolean };

const quotationsFor = (asked: string, found: Retrieval): Quotations => {
  const question = asked.slice(0, READ_CHARACTERS);
  const language = languageToldBy(question) ?? found.language;
  const wording = wordingIn(language);
  const talk = smallTalk(question, language);
  if (talk && !isHeaded(found.passages, question))
    return { lead: wording[talk], quotes: [], abstained: false };
  const terms = found.terms.length > 0 ? found.terms : plainTerms(question, found.language);
  const retrieval = { ...found, terms };
  const sentences = scoreSentences(question, retrieval);
  const quotes = withTables(inOrder(chooseSentences(sentences, terms)), sentences);
  if (quotes.length > 0 && !isOffTopic(retrieval, sentences))
    return { lead: wording.quotes, quotes, abstained: false };
  if (found.passagesInScope > 0 && language !== found.language)
    return { lead: wording.foreign(found.language), quotes: [], abstained: true };
  const lead = quotes.length > 0 ? wording.nearest : wording.nothing;
  return { lead, quotes, abstained: true };
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
