import type { Kysely } from 'kysely';
import { Problem } from '../../domain/problem.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import { acceptTurn, isMessageOf } from './accept-turn.ts';
import { conversationOf, conversationRow, messageColumns, messageOf } from './conversation-rows.ts';
import { fromCursor, pageFrom } from './cursor.ts';
import type { TenantTables } from './tables.ts';
import { questionImages } from './question-images.ts';
import { turnMethods } from './turn-methods.ts';

type Database = Kysely<TenantTables>;

/** Full-text search is the one thing that each database does in its own way. */
export type ConversationSearch = ConversationStore['search'];

const conversationById = async (db: Database, id: string, ownerId: string) => {
  const row = await db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', id)
    .where('ownerId', '=', ownerId)
    .executeTakeFirst();
  return row ? conversationOf(row) : null;
};

const list: (db: Database) => ConversationStore['list'] = (db) => async (request) => {
  const after = request.cursor === undefined ? null : fromCursor(request.cursor);
  const rows = await db
    .selectFrom('conversations')
    .selectAll()
    .where('ownerId', '=', request.ownerId)
    .$if(after !== null, (query) =>
      query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple('updatedAt', 'id'), '<', tuple(after?.at ?? 0, after?.id ?? '')),
      ),
    )
    .orderBy('updatedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(request.limit + 1)
    .execute();
  return pageFrom(rows.map(conversationOf), request.limit, ({ updatedAt, id }) => ({
    at: updatedAt,
    id,
  }));
};

const update: (db: Database) => ConversationStore['update'] =
  (db) => async (id, ownerId, change) => {
    const { title, titledByPerson, baseIds, activeLeafId } = change;
    if (!(await conversationById(db, id, ownerId))) return false;
    if (typeof activeLeafId === 'string' && !(await isMessageOf(db, id, activeLeafId)))
      throw new Problem('not-found', 'There is no such message in this conversation.');
    const row = await db
      .updateTable('conversations')
      .set({
        id, // so that an empty change is still a statement
        title,
        activeLeafId,
        titledByPerson: titledByPerson === undefined ? undefined : Number(titledByPerson),
        baseIds: baseIds && JSON.stringify(baseIds),
      })
      .where('id', '=', id)
      .where('ownerId', '=', ownerId)
      .executeTakeFirst();
    return row.numUpdatedRows > 0n;
  };

const ownMessages = (db: Database, ownerId: string) =>
  db
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversationId')
    .select(messageColumns)
    .where('conversations.ownerId', '=', ownerId);

const citedVersions: (db: Database) => ConversationStore['citedVersions'] =
  (db) => async (versionIds, ownerId) => {
    if (versionIds.length === 0) return new Set<string>();
    const rows = await db
      .selectFrom('messageVersions')
      .innerJoin('messages', 'messages.id', 'messageVersions.messageId')
      .innerJoin('conversations', 'conversations.id', 'messages.conversationId')
      .select('messageVersions.versionId')
      .distinct()
      .where('messageVersions.versionId', 'in', versionIds)
      .$if(ownerId !== undefined, (all) => all.where('conversations.ownerId', '=', ownerId ?? ''))
      .execute();
    return new Set(rows.map(({ versionId }) => versionId));
  };

/** Conversations, messages and turns of one tenant in a relational database. */
export const sqlConversations = (db: Database, search: ConversationSearch): ConversationStore =>
  ({
    ...turnMethods(db),
    ...questionImages(db),
    accept: (acceptance) => acceptTurn(db, acceptance),
    async create(conversation) {
      await db.insertInto('conversations').values(conversationRow(conversation)).execute();
    },
    conversation: (id, ownerId) => conversationById(db, id, ownerId),
    async conversationByClientId({ ownerId, surface, id }) {
      const row = await db
        .selectFrom('clientIds')
        .innerJoin('conversations', 'conversations.id', 'clientIds.conversationId')
        .selectAll('conversations')
        .where('clientIds.ownerId', '=', ownerId)
        .where('clientIds.surface', '=', surface)
        .where('clientIds.id', '=', id)
        .executeTakeFirst();
      return row ? conversationOf(row) : null;
    },
    list: list(db),
    search,
    update: update(db),
    async delete(id, ownerId) {
      const row = await db
        .deleteFrom('conversations')
        .where('id', '=', id)
        .where('ownerId', '=', ownerId)
        .executeTakeFirst();
      return row.numDeletedRows > 0n;
    },
    async deleteAll(ownerId) {
      const rows = await db
        .deleteFrom('conversations')
        .where('ownerId', '=', ownerId)
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },
    async messages(conversationId, ownerId) {
      const rows = await ownMessages(db, ownerId)
        .where('messages.conversationId', '=', conversationId)
        .orderBy('messages.number')
        .execute();
      return rows.map(messageOf);
    },
    async message(messageId, ownerId) {
      const row = await ownMessages(db, ownerId)
        .where('messages.id', '=', messageId)
        .executeTakeFirst();
      return row ? messageOf(row) : null;
    },
    async why(messageId, ownerId) {
      const row = await db
        .selectFrom('messages')
        .innerJoin('conversations', 'conversations.id', 'messages.conversationId')
        .select('messages.why')
        .where('messages.id', '=', messageId)
        .where('conversations.ownerId', '=', ownerId)
        .executeTakeFirst();
      return row?.why == null ? null : JSON.parse(row.why);
    },
    async setFeedback(messageId, ownerId, feedback) {
      const row = await db
        .updateTable('messages')
        .set({ feedback: JSON.stringify(feedback) })
        .where('id', '=', messageId)
        .where('conversationId', 'in', (own) =>
          own.selectFrom('conversations').select('id').where('ownerId', '=', ownerId),
        )
        .executeTakeFirst();
      return row.numUpdatedRows > 0n;
    },
    citedVersions: citedVersions(db),
  }) satisfies ConversationStore;
