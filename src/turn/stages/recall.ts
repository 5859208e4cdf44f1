import { withholdFrom } from '../../conversations/readable.ts';
import { pathTo } from '../../domain/conversation.ts';
import { trimGivenHistory } from '../given-history.ts';
import type { Stage } from '../turn-context.ts';

/**
 * What was said before on this branch, from the store, without words that the asker may not read any more. What a client says of it counts only where nothing is stored,
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
  const path = pathTo(messages, turn.message.parentId);
  // Of a whole answer the citations say which words of it are a document's; sources would only be looked up.
  const said = path.map((each) => (each.state === 'complete' ? { ...each, sources: [] } : each));
  turn.history = await withholdFrom(said, turn.principal, turn.stores.documents);
};
