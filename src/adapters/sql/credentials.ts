import type { Kysely } from 'kysely';
import type { AccountStore } from '../../ports/account-store.ts';
import { accountOf, keyOf } from './account-rows.ts';
import type { ControlTables } from './tables.ts';

type Database = Kysely<ControlTables>;
type LinkMethods = Pick<AccountStore, 'addLink' | 'redeemLink'>;
type SessionMethods = Pick<
  AccountStore,
  'addSession' | 'session' | 'touchSession' | 'deleteSession'
>;
type KeyMethods = Pick<AccountStore, 'addKey' | 'keys' | 'key' | 'touchKey' | 'revokeKey'>;

/** The account behind a credential, unless it is disabled. */
const enabledAccount = async (
  db: Database,
  { tenant, accountId }: { tenant: string; accountId: string },
) => {
  const row = await db
    .selectFrom('accounts')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('id', '=', accountId)
    .where('disabled', '=', 0)
    .executeTakeFirst();
  return row ? accountOf(row) : null;
};

export const linkMethods = (db: Database): LinkMethods => ({
  async addLink(link) {
    await db.insertInto('links').values(link).execute();
  },
  async redeemLink(hash, now) {
    const link = await db
      .deleteFrom('links')
      .where('hash', '=', hash)
      .returningAll()
      .executeTakeFirst();
    return link && link.expiresAt > now ? enabledAccount(db, link) : null;
  },
});

export const sessionMethods = (db: Database): SessionMethods => ({
  async addSession(session) {
    await db.deleteFrom('sessions').where('expiresAt', '<=', session.createdAt).execute();
    await db.insertInto('sessions').values(session).execute();
  },
  async session(hash, now) {
    const session = await db
      .selectFrom('sessions')
      .selectAll()
      .where('hash', '=', hash)
      .where('expiresAt', '>', now)
      .executeTakeFirst();
    const account = session && (await enabledAccount(db, session));
    return account ? { session, account } : null;
  },
  async touchSession(hash, now) {
    await db.updateTable('sessions').set({ usedAt: now }).where('hash', '=', hash).execute();
  },
  async deleteSession(hash) {
    await db.deleteFrom('sessions').where('hash', '=', hash).execute();
  },
});

export const keyMethods = (db: Database): KeyMethods => ({
  async addKey({ scopes, ...columns }) {
    await db
      .insertInto('keys')
      .values({ ...columns, scopes: JSON.stringify(scopes) })
      .execute();
  },
  async keys(tenant) {
    const rows = await db
      .selectFrom('keys')
      .selectAll()
      .where('tenant', '=', tenant)
      .orderBy('createdAt')
      .orderBy('id')
      .execute();
    return rows.map(keyOf);
  },
  async key(id) {
    const row = await db
      .selectFrom('keys')
      .selectAll()
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    const account = row && (await enabledAccount(db, row));
    return account ? { key: keyOf(row), account } : null;
  },
  async touchKey(id, now) {
    await db.updateTable('keys').set({ lastUsedAt: now }).where('id', '=', id).execute();
  },
  async revokeKey(tenant, id, now) {
    const row = await db
      .updateTable('keys')
      .set({ revokedAt: now })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .where('revokedAt', 'is', null)
      .executeTakeFirst();
    return row.numUpdatedRows > 0n;
  },
});
