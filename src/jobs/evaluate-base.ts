import type { Access } from '../access/access.ts';
import { mayDo } from '../access/policy.ts';
import type { Evaluation, QuestionResult, TestQuestion } from '../domain/evaluation.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import { Problem, toProblem } from '../domain/problem.ts';
import { scoreAnswer, scoreFailure, wordingOf } from '../knowledge/evaluation/score.ts';
import { holdsQuote } from '../knowledge/evaluation/same-words.ts';
import { sha256 } from '../lib/ids.ts';
import { mapAtOnce } from '../lib/map-at-once.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { Turns } from '../turn/turns.ts';
import type { JobHandler } from './worker.ts';

export type EvaluateOptions = {
  tryQuestion: Turns['try'];
  principalNow: Access['principalNow'];
  /** What this server answers with: model, prompt, how it searches. */
  fingerprint: Readonly<Record<string, string>>;
};

const AT_ONCE = 2;
const WITHDRAWN =
  'Whoever started it may not measure this base any more. Its results so far are kept.';

/**
 * Asks all test questions of a base, each through the way of any question, and keeps what the answers were like. Goes
 * on after a crash where it was; ends when the run is deleted, or whoever started it could not start it any more.
 */
export const evaluateBase = ({
  tryQuestion,
  principalNow,
  fingerprint,
}: EvaluateOptions): JobHandler => ({
  kind: 'evaluate-base',
  async run(stores, { payload: { evaluationId = '' } }, signal) {
    const { evaluations } = stores;
    const run = await evaluations.evaluation(evaluationId);
    if (!run || run.endedAt !== null) return;
    const questions = await evaluations.testQuestions(run.baseId);
    const done = new Map(
      (await evaluations.results(run.id)).map((result) => [result.questionId, result.wording]),
    );
    const measured = { ...fingerprint, ...(await baseFingerprint(stores, run)) };
    const begun = { fingerprint: measured, questions: questions.length };
    if (!(await evaluations.beginEvaluation(run.id, begun))) return;
    const rest = questions.filter((question) => done.get(question.id) !== wordingOf(question));
    let goesOn = true;
    await mapAtOnce(rest, AT_ONCE, async (question) => {
      if (!goesOn) return;
      const principal = await starterOf(stores, run, principalNow);
      if (!principal) {
        goesOn = false;
        await evaluations.endEvaluation(run.id, { state: 'failed', reason: WITHDRAWN });
        return;
      }
      const result = await resultOf(stores, { run, principal, question, tryQuestion, signal });
      goesOn = (await evaluations.saveResult(run.id, result)) && goesOn;
    });
    if (goesOn) await endRun(stores, run.id);
  },
  async abandoned({ evaluations }, { payload: { evaluationId = '' } }) {
    await evaluations.endEvaluation(evaluationId, {
      state: 'failed',
      reason: 'It failed several times and was given up. Its results so far are kept.',
    });
  },
});

const endRun = async ({ evaluations }: TenantStores, id: string): Promise<void> => {
  const results = await evaluations.results(id);
  const failure = results.find(({ problem }) => problem !== null)?.problem ?? null;
  const allFailed = failure !== null && results.every(({ problem }) => problem !== null);
  await evaluations.endEvaluation(id, {
    state: allFailed ? 'failed' : 'done',
    reason: allFailed ? failure : null,
  });
};

/** Each question is asked with the rights of its moment. Null: not any more. */
const starterOf = async (
  { documents }: TenantStores,
  { startedBy, baseId }: Evaluation,
  principalNow: Access['principalNow'],
): Promise<Principal | null> => {
  const starter = await principalNow(startedBy);
  const base = starter && (await documents.base(baseId));
  return base && mayDo(starter, 'base:measure') && mayRead(base.readers, starter) ? starter : null;
};

type Asking = {
  run: Evaluation;
  principal: Principal;
  question: TestQuestion;
  tryQuestion: Turns['try'];
  signal: AbortSignal;
};

/** One question that fails is a bad result; the end of the server is none, and is tried again. */
const resultOf = async (
  stores: TenantStores,
  { run, principal, question, tryQuestion, signal }: Asking,
): Promise<QuestionResult> => {
  const outdated = await isOutdated(stores, question);
  const since = performance.now();
  const circumstances = () => ({ outdated, milliseconds: Math.round(performance.now() - since) });
  try {
    const answer = await tryQuestion({
      principal,
      baseIds: [run.baseId],
      question: question.question,
      signal,
    });
    return scoreAnswer(question, answer, circumstances());
  } catch (thrown) {
    signal.throwIfAborted();
    const problem = toProblem(thrown);
    if (problem.code === 'internal' || problem.code.startsWith('storage-')) throw thrown;
    return scoreFailure(question, problem.detail, circumstances());
  }
};

/** An expected document is gone, or no longer says what it said. */
const isOutdated = async ({ documents }: TenantStores, { expected }: TestQuestion) => {
  for (const { documentId, quote } of expected) {
    const document = await documents.document(documentId);
    if (!document?.versionId) return true;
    if (quote === null) continue;
    const version = await documents.text(document.versionId);
    if (!version || !holdsQuote(version.text, quote)) return true;
  }
  return false;
};

const baseFingerprint = async (
  { documents }: TenantStores,
  { baseId }: Evaluation,
): Promise<Record<string, string>> => {
  const base = await documents.base(baseId);
  if (!base) throw new Problem('not-found', 'There is no such knowledge base.');
  const [version = 0] = await documents.baseVersions([baseId]);
  return { documents: String(version), basePrompt: sha256(base.prompt).slice(0, 12) };
};
