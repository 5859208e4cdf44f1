import { textOf } from '../../domain/message.ts';
import { standAlone } from '../follow-up.ts';
import { tracedCall } from '../traced-call.ts';
import type { Stage, TurnContext, TurnServices } from '../turn-context.ts';

const REWRITE_MS = 5_000;
/** A longer question is searched by what it comes to, and answered as it stands. */
const LONG = 400;

/**
 * A follow-up ("and for contractors?") is searched and answered as a question that stands on its own: by a small
 * model where there is one and it can help, else by rules.
 */
export const rewrite: Stage = async function* (events, turn, services) {
  yield* events;
  const asked = textOf(turn.message);
  const { question, by } = (await byModel(asked, turn, services)) ?? byRules(asked, turn);
  turn.query = question;
  if (asked.length <= LONG) turn.question = question;
  turn.trace.searched = question;
  if (question === asked) return;
  turn.trace.rewrittenBy = by;
  yield { type: 'question-rewritten', question, by };
};

type Rewritten = { question: string; by: 'model' | 'rules' };

const byModel = async (
  question: string,
  turn: TurnContext,
  { rewriter, answerer }: TurnServices,
): Promise<Rewritten | null> => {
  const { history } = turn;
  const canHelp = history.length > 0 || question.length > LONG;
  if (!rewriter || answerer.retrieves || !canHelp) return null;
  const rewritten = await tracedCall(
    turn,
    { purpose: 'rewrite', model: rewriter.name, limitMs: REWRITE_MS },
    (signal) => rewriter.rewrite({ question, history, signal }),
  );
  return rewritten && { question: rewritten.value ?? question, by: 'model' };
};

const byRules = (asked: string, { history }: TurnContext): Rewritten => {
  const before = history.filter(({ role }) => role === 'user').map(textOf);
  return { question: standAlone(asked, before), by: 'rules' };
};
