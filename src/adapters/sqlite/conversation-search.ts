import { sql, type Kysely, type Selectable } from 'kysely';
import { conversationOf } from '../sql/conversation-rows.ts';
import type { ConversationSearch } from '../sql/conversation-store.ts';
import type { TenantTables } from '../sql/tables.ts';
import { wordsOf } from './words-of.ts';

type HitRow = Selectable<TenantTables['conversations']> & { hit: string; messageId: string | null };

/** Shorter words have no trigram: they are looked for in the text itself. */
const isIndexed = (word: string): boolean => /.{3}/su.test(word);
const BEFORE = 60;
const AFTER = 120;

/** That all words stand in a text, anywhere, also inside other words. */
const holds = (words: string[], where: { index: string; row: string; text: string }) => {
  const long = words.filter(isIndexed);
  const short = words.filter((word) => !isIndexed(word));
  const phrases = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
  const index = sql.table(where.index);
  const conditions = short.map(
    (word) =>
      sql`${sql.ref(where.text)} like ${`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`} escape '\\'`,
  );
  if (long.length > 0)
    conditions.push(
      sql`${sql.ref(where.row)} in (select rowid from ${index} where ${index} match ${phrases})`,
    );
  return sql.join(conditions, sql` and `);
};

const inTitles = (words: string[], ownerId: string, limit: number) => sql<HitRow>`
  select *, title as hit, null as "messageId" from conversations
  where "ownerId" = ${ownerId}
    and ${holds(words, { index: 'titleTexts', row: 'number', text: 'title' })}
  order by "updatedAt" desc limit ${limit}`;

/**
 * The newest message with the words of each conversation. What narrows more is read first: the index of words, or
 * else the conversations of this owner; SQLite left to itself tries each with each.
 */
const inMessages = (words: string[], ownerId: string, limit: number) => sql<HitRow>`
  select conversations.*, messages.text as hit, messages.id as "messageId"
  from (
    select conversations.number as "inConversation", max(messages.number) as newest
    from ${sql.raw(words.some(isIndexed) ? 'messages cross join conversations' : 'conversations cross join messages')}
      on conversations.id = messages."conversationId"
    where conversations."ownerId" = ${ownerId}
      and ${holds(words, { index: 'messageTexts', row: 'messages.number', text: 'messages.text' })}
    group by conversations.number
    order by conversations."updatedAt" desc limit ${limit}
  )
  join messages on messages.number = newest
  join conversations on conversations.number = "inConversation"`;

/** Plain text around the first word that is found; half a character is never left at an edge. */
const snippetOf = (text: string, words: string[]): string => {
  const folded = text.toLowerCase();
  const places = words.map((word) => folded.indexOf(word.toLowerCase())).filter((at) => at >= 0);
  const at = places.length > 0 ? Math.min(...places) : 0;
  const start = Math.max(0, at - BEFORE);
  const end = Math.min(text.length, at + AFTER);
  const cut = text
    .slice(start, end)
    .replace(/^[\udc00-\udfff]/, '')
    .replace(/[\ud800-\udbff]$/, '');
  const plain = cut.replaceAll(/\s+/g, ' ').trim();
  return `${start > 0 ? '…' : ''}${plain}${end < text.length ? '…' : ''}`;
};

/** Finds all words of the query, case and accents aside, in titles and messages; newest first, one hit each. */
export const searchConversations =
  (db: Kysely<TenantTables>): ConversationSearch =>
  async ({ ownerId, query, limit }) => {
    const words = wordsOf(query);
    if (words.length === 0) return [];
    const titles = await inTitles(words, ownerId, limit).execute(db);
    const messages = await inMessages(words, ownerId, limit).execute(db);
    const hits = new Map(titles.rows.map((row): [string, HitRow] => [row.id, row]));
    for (const row of messages.rows) hits.set(row.id, row);
    return [...hits.values()]
      .toSorted((left, right) => right.updatedAt - left.updatedAt)
      .slice(0, limit)
      .map(({ hit, messageId, ...row }) => ({
        conversation: conversationOf(row),
        snippet: snippetOf(hit, words),
        messageId,
      }));
  };
