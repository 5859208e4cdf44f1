import { textOf } from '../../domain/message.ts';
import { standAlone } from '../follow-up.ts';
import type { Stage } from '../turn-context.ts';

/** A follow-up ("and for contractors?") is searched and answered as a question that stands on its own. */
export const rewrite: Stage = async function* (events, turn) {
  yield* events;
  const asked = textOf(turn.message);
  const before = turn.history.filter(({ role }) => role === 'user').map(textOf);
  turn.question = standAlone(asked, before);
  if (turn.question !== asked) {
    yield { type: 'question-rewritten', question: turn.question, by: 'rules' };
  }
};
