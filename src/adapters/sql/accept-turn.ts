import type { Kysely, Transaction } from 'kysely';
import { Problem } from '../../domain/problem.ts';
import type { Turn } from '../../domain/turn.ts';
import type { Acceptance } from '../../ports/conversation-store.ts';
import { conversationRow, messageRow, turnRow } from './conversation-rows.ts';
import type { TenantTables } from './tables.ts';
import { turnByKey } from './turn-methods.ts';

type Tables = Transaction<TenantTables>;
type Accepted = { outcome: 'accepted' | 'replayed'; turn: Turn };

/** Law 1: message, turn, key and active leaf in one transaction; a known key gives the turn it made. */
export const acceptTurn = (db: Kysely<TenantTables>, acceptance: Acceptance): Promise<Accepted> =>
  db.transaction().execute(async (tables) => {
    const known = await turnOfKey(tables, acceptance);
    if (known) return { outcome: 'replayed', turn: known };
    await ensureConversation(tables, acceptance);
    await mapClientId(tables, acceptance);
    await addTurn(tables, acceptance);
    return { outcome: 'accepted', turn: acceptance.turn };
  });

const turnOfKey = async (
  tables: Tables,
  { turn, idempotency }: Acceptance,
): Promise<Turn | null> => {
  if (!idempotency) return null;
  const { principalId, surface } = turn;
  const known = await turnByKey(tables, { principalId, surface, key: idempotency.key });
  if (known && known.bodyHash !== idempotency.bodyHash)
    throw new Problem(
      'idempotency-mismatch',
      'This idempotency key was used for a request with another body. Use a new key.',
    );
  return known?.turn ?? null;
};

const notFound = (what: string) => new Problem('not-found', `There is no such ${what}.`);

const ensureConversation = async (
  tables: Tables,
  { conversation, turn, userMessage }: Acceptance,
) => {
  const row = await tables
    .selectFrom('conversations')
    .select(['ownerId', 'activeLeafId'])
    .where('id', '=', conversation.id)
    .executeTakeFirst();
  if ((row ?? conversation).ownerId !== turn.principalId) throw notFound('conversation');
  const goesOn = userMessage !== null && userMessage.parentId === conversation.activeLeafId;
  if (row && goesOn && row.activeLeafId !== conversation.activeLeafId)
    throw new Problem(
      'in-progress',
      'Another question went on from here at the same moment: wait for its answer, or stop it.',
      { retryAfter: 2 },
    );
  if (!row)
    await tables.insertInto('conversations').values(conversationRow(conversation)).execute();
};

const mapClientId = async (tables: Tables, { conversation, clientId, turn }: Acceptance) => {
  if (clientId === null) return;
  const client = { ownerId: turn.principalId, surface: turn.surface, id: clientId };
  await tables
    .insertInto('clientIds')
    .values({ ...client, conversationId: conversation.id })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { conversationId } = await tables
    .selectFrom('clientIds')
    .select('conversationId')
    .where('ownerId', '=', client.ownerId)
    .where('surface', '=', client.surface)
    .where('id', '=', client.id)
    .executeTakeFirstOrThrow();
  if (conversationId !== conversation.id)
    throw new Problem('conflict', 'This id of yours already means another conversation.', {
      retryable: true,
    });
};

const addTurn = async (tables: Tables, acceptance: Acceptance) => {
  const { conversation, userMessage, assistantMessage, turn, idempotency } = acceptance;
  const parentId = userMessage ? userMessage.parentId : assistantMessage.parentId;
  if (parentId !== null && !(await isMessageOf(tables, conversation.id, parentId)))
    throw notFound('message');
  await tables
    .insertInto('messages')
    .values([...(userMessage ? [userMessage] : []), assistantMessage].map(messageRow))
    .execute();
  await tables.insertInto('turns').values(turnRow(turn)).execute();
  if (idempotency)
    await tables
      .insertInto('idempotencyKeys')
      .values({
        principalId: turn.principalId,
        surface: turn.surface,
        key: idempotency.key,
        bodyHash: idempotency.bodyHash,
        turnId: turn.id,
      })
      .execute();
  await tables
    .updateTable('conversations')
    .set({ activeLeafId: assistantMessage.id, updatedAt: turn.createdAt })
    .where('id', '=', conversation.id)
    .execute();
};

export const isMessageOf = async (
  db: Kysely<TenantTables>,
  conversationId: string,
  messageId: string,
): Promise<boolean> => {
  const row = await db
    .selectFrom('messages')
    .select('id')
    .where('id', '=', messageId)
    .where('conversationId', '=', conversationId)
    .executeTakeFirst();
  return row !== undefined;
};
