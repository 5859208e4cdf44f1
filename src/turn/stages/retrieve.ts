import type { SourcePassage } from '../../domain/message.ts';
import type { FoundPassage } from '../../domain/passage.ts';
import { retrieve as search } from '../../knowledge/retrieve.ts';
import { deadline } from '../../lib/deadline.ts';
import type { Stage } from '../turn-context.ts';

const SEARCH_MS = 15_000;

/** Passages that the asker may read, best first. N in every citation is the place in this list. */
export const retrieve: Stage = async function* (events, turn, { answerer, limits }) {
  yield* events;
  if (answerer.retrieves) return;
  yield { type: 'progress', stage: 'searching' };
  turn.retrieval = await search(turn.stores, turn.principal, {
    query: turn.question,
    baseIds: turn.conversation.baseIds,
    conversationId: turn.conversation.id,
    limit: limits.passages,
    signal: deadline(SEARCH_MS, turn.signal),
  });
  yield { type: 'passages-found', passages: turn.retrieval.passages.map(toSource) };
};

const toSource = (passage: FoundPassage): SourcePassage => ({
  passageId: passage.id,
  documentId: passage.documentId,
  versionId: passage.versionId,
  baseId: passage.baseId,
  title: passage.title,
  headings: passage.headings,
  page: passage.page,
  start: passage.start,
  end: passage.end,
  text: passage.text,
  score: passage.score,
});
