import { pathTo } from '../../domain/conversation.ts';
import { trimGivenHistory } from '../given-history.ts';
import type { Stage } from '../turn-context.ts';

/**
 * What was said before on this branch, from the store. What a client says of it counts only where nothing is stored,
 * for this one question, and is stored nowhere (law 9).
 */
export const recall: Stage = async function* (events, turn) {
  yield* events;
  if (turn.message.parentId === null) {
    turn.history = trimGivenHistory(turn.givenHistory);
    return;
  }
  const messages = await turn.stores.conversations.messages(
    turn.conversation.id,
    turn.principal.id,
  );
  turn.history = pathTo(messages, turn.message.parentId);
};
