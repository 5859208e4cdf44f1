import type { Kysely } from 'kysely';
import type { TurnOutcome } from '../../ports/conversation-store.ts';
import type { TenantTables } from './tables.ts';

type Answered = { assistantMessageId: string; createdAt: number };

/** A pasted book is not a question that somebody counts. */
const QUESTION_CHARACTERS = 2_000;

/** Beside an answer that is finished: which bases it was asked of, and what it cites. */
export const noteUse = async (
  db: Kysely<TenantTables>,
  { assistantMessageId: messageId, createdAt }: Answered,
  { state, asked, abstained, citations }: TurnOutcome,
): Promise<void> => {
  const baseIds = new Set(state === 'completed' ? asked?.baseIds : []);
  if (asked && baseIds.size > 0) {
    const question = asked.question.slice(0, QUESTION_CHARACTERS).toWellFormed();
    await db
      .insertInto('askedBases')
      .values(
        [...baseIds].map((baseId) => ({
          baseId,
          createdAt,
          messageId,
          question,
          abstained: Number(abstained),
        })),
      )
      .execute();
  }
  const cited = new Set(
    citations.flatMap((citation) => (citation.kind === 'external' ? [] : [citation.documentId])),
  );
  if (cited.size > 0)
    await db
      .insertInto('citedDocuments')
      .values([...cited].map((documentId) => ({ documentId, createdAt, messageId })))
      .execute();
};
