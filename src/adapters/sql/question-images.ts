import type { Kysely } from 'kysely';
import type { MessagePart } from '../../domain/message.ts';
import type { ConversationStore } from '../../ports/conversation-store.ts';
import type { TenantTables } from './tables.ts';

/** Only messages that are more than text have `parts` of their own: few rows are looked at. */
export const questionImages = (
  db: Kysely<TenantTables>,
): Pick<ConversationStore, 'imageHashes' | 'holdsImage'> => ({
  async imageHashes({ ownerId, conversationId }) {
    const rows = await db
      .selectFrom('messages')
      .innerJoin('conversations', 'conversations.id', 'messages.conversationId')
      .select('messages.parts')
      .where('conversations.ownerId', '=', ownerId)
      .where('messages.parts', 'is not', null)
      .$if(conversationId !== undefined, (all) =>
        all.where('conversations.id', '=', conversationId ?? ''),
      )
      .execute();
    const parts = rows.flatMap((row): MessagePart[] => JSON.parse(row.parts ?? '[]'));
    return new Set(parts.flatMap((part) => (part.type === 'image' ? [part.hash] : [])));
  },
  async holdsImage(hash) {
    const row = await db
      .selectFrom('messages')
      .select('id')
      .where('parts', 'is not', null)
      .where('parts', 'like', `%"${hash}"%`)
      .executeTakeFirst();
    return row !== undefined;
  },
});
