import type { Evaluation, QuestionResult, TestQuestion } from '../domain/evaluation.ts';
import type { PageOf } from './conversation-store.ts';

export type TestQuestionChange = Partial<
  Pick<TestQuestion, 'question' | 'expected' | 'answer' | 'unanswerable'>
>;

/**
 * Test questions of one tenant's bases, and the runs over them. It knows no rights: callers check.
 *
 * Laws: `addEvaluation` writes the run and its `evaluate-base` job in one transaction; of a base one run at a time,
 * another one throws `conflict`. `saveResult` takes the place of an earlier result of the same question and counts
 * it once; when the run is gone or has ended it gives false and changes nothing. `endEvaluation` takes effect once.
 * What hangs on a base goes with it.
 */
export type EvaluationStore = {
  /** Oldest first. */
  testQuestions(baseId: string): Promise<TestQuestion[]>;
  testQuestion(id: string): Promise<TestQuestion | null>;
  addTestQuestion(question: TestQuestion): Promise<void>;
  updateTestQuestion(id: string, change: TestQuestionChange): Promise<boolean>;
  deleteTestQuestion(id: string): Promise<boolean>;

  addEvaluation(evaluation: Evaluation): Promise<void>;
  evaluation(id: string): Promise<Evaluation | null>;
  /** Newest first. */
  evaluations(query: {
    baseId: string;
    limit: number;
    cursor?: string;
  }): Promise<PageOf<Evaluation>>;
  /** It runs now, over so many questions; false when it is gone or has ended. */
  beginEvaluation(id: string, run: Pick<Evaluation, 'fingerprint' | 'questions'>): Promise<boolean>;
  saveResult(evaluationId: string, result: QuestionResult): Promise<boolean>;
  results(evaluationId: string): Promise<QuestionResult[]>;
  endEvaluation(
    id: string,
    end: { state: 'done' | 'failed'; reason: string | null },
  ): Promise<boolean>;
  deleteEvaluation(id: string): Promise<boolean>;
};
