import type { Kysely } from 'kysely';
import type { Citation } from '../../domain/citation.ts';
import type { SourcePassage } from '../../domain/message.ts';
import type { ConversationStore, TurnOutcome } from '../../ports/conversation-store.ts';
import { noteUse } from './asked-bases.ts';
import { turnOf } from './conversation-rows.ts';
import type { TenantTables } from './tables.ts';

type Database = Kysely<TenantTables>;
type AnswerSoFar = { text: string; citations: Citation[]; sources: SourcePassage[] };
type TurnMethods = Pick<
  ConversationStore,
  'turnByKey' | 'savePartial' | 'finish' | 'runningTurns' | 'turn' | 'latestTurn'
>;

/** The turn that a key was used for, with the hash of the body it came with. */
export const turnByKey = async (
  db: Database,
  used: Parameters<ConversationStore['turnByKey']>[0],
): ReturnType<ConversationStore['turnByKey']> => {
  const row = await db
    .selectFrom('idempotencyKeys')
    .innerJoin('turns', 'turns.id', 'idempotencyKeys.turnId')
    .selectAll('turns')
    .select('idempotencyKeys.bodyHash')
    .where('idempotencyKeys.principalId', '=', used.principalId)
    .where('idempotencyKeys.surface', '=', used.surface)
    .where('idempotencyKeys.key', '=', used.key)
    .executeTakeFirst();
  if (!row) return null;
  const { bodyHash, ...turn } = row;
  return { turn: turnOf(turn), bodyHash };
};

const noteVersions = async (db: Database, messageId: string, answer: AnswerSoFar) => {
  const versionIds = new Set([
    ...answer.sources.map((source) => source.versionId),
    ...answer.citations.flatMap((citation) =>
      citation.kind === 'external' ? [] : [citation.versionId],
    ),
  ]);
  if (versionIds.size === 0) return;
  await db
    .insertInto('messageVersions')
    .values([...versionIds].map((versionId) => ({ versionId, messageId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

const answerColumns = ({ text, citations, sources }: AnswerSoFar) => ({
  text,
  parts: null,
  citations: JSON.stringify(citations),
  sources: JSON.stringify(sources),
});

const savePartial = (db: Database, turnId: string, partial: AnswerSoFar): Promise<void> =>
  db.transaction().execute(async (tables) => {
    const message = await tables
      .updateTable('messages')
      .set(answerColumns(partial))
      .where('turnId', '=', turnId)
      .where('state', '=', 'streaming')
      .returning('id')
      .executeTakeFirst();
    if (message) await noteVersions(tables, message.id, partial);
  });

const finish = (db: Database, turnId: string, outcome: TurnOutcome): Promise<boolean> =>
  db.transaction().execute(async (tables) => {
    const endedAt = Date.now();
    const turn = await tables
      .updateTable('turns')
      .set({
        state: outcome.state,
        problem: outcome.problem && JSON.stringify(outcome.problem),
        endedAt,
      })
      .where('id', '=', turnId)
      .where('state', '=', 'running')
      .returning(['assistantMessageId', 'conversationId', 'createdAt'])
      .executeTakeFirst();
    if (!turn) return false;
    await tables
      .updateTable('messages')
      .set({
        ...answerColumns(outcome),
        state: outcome.state === 'completed' ? 'complete' : outcome.state,
        abstained: Number(outcome.abstained),
        usage: outcome.usage && JSON.stringify(outcome.usage),
        why: outcome.why === undefined ? null : JSON.stringify(outcome.why),
      })
      .where('id', '=', turn.assistantMessageId)
      .execute();
    await noteVersions(tables, turn.assistantMessageId, outcome);
    await noteUse(tables, turn, outcome);
    await tables
      .updateTable('conversations')
      .set({ updatedAt: endedAt })
      .where('id', '=', turn.conversationId)
      .execute();
    return true;
  });

/** The part of the conversation store that deals with turns after they were accepted. */
export const turnMethods = (db: Database): TurnMethods => ({
  turnByKey: (used) => turnByKey(db, used),
  savePartial: (turnId, partial) => savePartial(db, turnId, partial),
  finish: (turnId, outcome) => finish(db, turnId, outcome),
  async runningTurns() {
    const rows = await db
      .selectFrom('turns')
      .selectAll()
      .where('state', '=', 'running')
      .orderBy('createdAt')
      .execute();
    return rows.map(turnOf);
  },
  async turn(turnId, ownerId) {
    const row = await db
      .selectFrom('turns')
      .selectAll()
      .where('id', '=', turnId)
      .where('principalId', '=', ownerId)
      .executeTakeFirst();
    return row ? turnOf(row) : null;
  },
  async latestTurn(conversationId, ownerId) {
    const row = await db
      .selectFrom('turns')
      .innerJoin('messages', 'messages.id', 'turns.assistantMessageId')
      .selectAll('turns')
      .where('turns.conversationId', '=', conversationId)
      .where('turns.principalId', '=', ownerId)
      .orderBy('messages.number', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row ? turnOf(row) : null;
  },
});
