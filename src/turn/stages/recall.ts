import { pathTo } from '../../domain/conversation.ts';
import type { Stage } from '../turn-context.ts';

/** What was said before on this branch, from the store: never from the request (law 9). */
export const recall: Stage = async function* (events, turn) {
  yield* events;
  if (turn.message.parentId === null) return;
  const messages = await turn.stores.conversations.messages(
    turn.conversation.id,
    turn.principal.id,
  );
  turn.history = pathTo(messages, turn.message.parentId);
};
