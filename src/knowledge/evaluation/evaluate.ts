import type { GoldAnswer, Question } from './collection.ts';
import { plain } from './same-words.ts';
import { mean, rankingFigures, type Judgements, type RankingFigures } from './ranking-figures.ts';

/** Ids of documents, best first. */
export type SearchDocuments = (question: string) => Promise<readonly string[]>;

/** A document's place is that of its best passage. */
export const documentsOf = (passages: readonly { documentId: string }[]): string[] => [
  ...new Set(passages.map(({ documentId }) => documentId)),
];

/** Asks every question, and scores the rankings when there are judgements. */
export const evaluateRetrieval = async ({
  questions,
  judgements,
  search,
}: {
  questions: readonly Question[];
  judgements: Judgements;
  search: SearchDocuments;
}): Promise<{ ranking: Map<string, readonly string[]>; figures: RankingFigures }> => {
  const ranking = new Map<string, readonly string[]>();
  for (const { id, text } of questions) ranking.set(id, await search(text));
  return { ranking, figures: rankingFigures(judgements, ranking) };
};

/** Quoted sentences in the order shown. */
export type QuotedAnswer = { sentences: readonly string[]; abstained: boolean };
export type AnswerQuestion = (question: string) => Promise<QuotedAnswer>;

export type AnswerFigures = {
  questions: number;
  /** Share of the questions with a gold answer in the first sentence, and in any. */
  inFirst: number;
  inAny: number;
  sentences: number;
  /** Share of answerable questions that were refused. */
  falseRefusals: number;
  /** Share of unanswerable questions that were refused; null without any. */
  refused: number | null;
};

/** Asks every question that has a gold answer, and the unanswerable ones. */
export const evaluateAnswers = async ({
  questions,
  gold,
  unanswerable,
  answer,
}: {
  questions: readonly Question[];
  gold: ReadonlyMap<string, GoldAnswer>;
  unanswerable: readonly Question[];
  answer: AnswerQuestion;
}): Promise<AnswerFigures> => {
  const each: { first: boolean; any: boolean; sentences: number; abstained: boolean }[] = [];
  for (const { id, text } of questions) {
    const wanted = gold.get(id)?.answers.map(plain) ?? [];
    if (wanted.length === 0) continue;
    const { sentences, abstained } = await answer(text);
    const holds = sentences.map((sentence) =>
      wanted.some((string) => plain(sentence).includes(string)),
    );
    each.push({
      first: holds[0] ?? false,
      any: holds.includes(true),
      sentences: sentences.length,
      abstained,
    });
  }
  const refused: number[] = [];
  for (const { text } of unanswerable) refused.push((await answer(text)).abstained ? 1 : 0);
  const share = (is: (one: (typeof each)[number]) => boolean) =>
    mean(each.map((one) => (is(one) ? 1 : 0)));
  return {
    questions: each.length,
    inFirst: share(({ first }) => first),
    inAny: share(({ any }) => any),
    sentences: mean(each.map(({ sentences }) => sentences)),
    falseRefusals: share(({ abstained }) => abstained),
    refused: refused.length === 0 ? null : mean(refused),
  };
};
