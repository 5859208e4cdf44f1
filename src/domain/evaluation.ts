import type { Principal } from './principal.ts';

/** Where the answer stands: a document, and words of it that are found again after it was read anew. */
export type ExpectedPassage = { documentId: string; quote: string | null };

/** A question with its known answer, to measure a base with. */
export type TestQuestion = {
  id: string;
  baseId: string;
  question: string;
  expected: ExpectedPassage[];
  /** Words that a right answer contains; null: not judged. */
  answer: string | null;
  /** True when saying that the documents do not answer is right. */
  unanswerable: boolean;
  /** The answer it was made from. */
  messageId: string | null;
  createdAt: number;
  updatedAt: number;
};

/** What an answer to a test question was like. Null: the question does not say what would be right. */
export type QuestionResult = {
  questionId: string;
  /** As it was asked; results of another wording or another expectation are not compared. */
  question: string;
  wording: string;
  unanswerable: boolean;
  /** Place of the first expected passage among those found, from 1; null: not found. */
  rank: number | null;
  found: boolean | null;
  recall: number | null;
  ndcg: number | null;
  /** Whether the answer contains the expected words. */
  contains: boolean | null;
  /** Whether a citation points at an expected passage. */
  cited: boolean | null;
  /** Abstained where it should, and only there. */
  abstainedRightly: boolean;
  abstained: boolean;
  /** An expected document is gone, or its words are no longer in it. */
  outdated: boolean;
  answer: string;
  /** Documents that the answer was made from: who may not read them does not read the answer. */
  documentIds: string[];
  milliseconds: number;
  /** Why it could not be answered; the figures then count it as wrong. */
  problem: string | null;
};

export type EvaluationState = 'waiting' | 'running' | 'done' | 'failed';

/** One run over all test questions of a base. */
export type Evaluation = {
  id: string;
  baseId: string;
  state: EvaluationState;
  /** Whose rights count for what is found, as they are when a question is asked. */
  startedBy: Principal;
  /** What was measured: model, prompt, index, documents. Two runs with the same one differ by chance only. */
  fingerprint: Record<string, string>;
  questions: number;
  done: number;
  /** Why it failed. */
  reason: string | null;
  createdAt: number;
  endedAt: number | null;
};
