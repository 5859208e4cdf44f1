import { deadline } from '../../lib/deadline.ts';
import type { Stage } from '../turn-context.ts';

const SEARCH_MS = 15_000;
/** What a model that orders them anew gets to see. */
const CANDIDATES = 20;

/** Passages that the asker may read, best first. */
export const retrieve: Stage = async function* (events, turn, services) {
  yield* events;
  const { answerer, reranker, limits } = services;
  if (answerer.retrieves) return;
  yield { type: 'progress', stage: 'searching' };
  const found = await services.retrieve(turn.stores, turn.principal, {
    query: turn.query,
    baseIds: turn.conversation.baseIds,
    conversationId: turn.conversation.id,
    filter: turn.filter,
    explain: true,
    limit: reranker ? Math.max(CANDIDATES, limits.passages) : limits.passages,
    signal: deadline(SEARCH_MS, turn.signal),
  });
  const { space, filter, calls, remembered, ...retrieval } = found;
  const { language, terms, evidence, passagesInScope } = retrieval;
  turn.retrieval = { ...retrieval, ...(space !== null && { space }) };
  turn.trace.calls.push(...calls);
  Object.assign(turn.trace, { space, filter, remembered });
  Object.assign(turn.trace, { language, terms, evidence, passagesInScope });
};
