import type { Kysely } from 'kysely';
import type { Account, AccountStore } from '../../ports/account-store.ts';
import { keyMethods, linkMethods, sessionMethods } from './credentials.ts';
import { accountOf } from './account-rows.ts';
import type { ControlTables } from './tables.ts';

type Database = Kysely<ControlTables>;
type Change = Parameters<AccountStore['updateAccount']>[2];

/** Sessions end with the account that is disabled: they do not come back when it is enabled again. */
const updateAccount = (
  db: Database,
  { tenant, id }: Pick<Account, 'tenant' | 'id'>,
  { groups, disabled, ...columns }: Change,
): Promise<boolean> =>
  db.transaction().execute(async (tables) => {
    const row = await tables
      .updateTable('accounts')
      .set({
        id, // so that an empty change is still a statement
        ...columns,
        ...(groups ? { groups: JSON.stringify(groups) } : {}),
        ...(disabled === undefined ? {} : { disabled: Number(disabled) }),
      })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    if (disabled)
      await tables
        .deleteFrom('sessions')
        .where('tenant', '=', tenant)
        .where('accountId', '=', id)
        .execute();
    return row.numUpdatedRows > 0n;
  });

/** Tenants, accounts and what they sign in with, in a relational database. */
export const sqlAccounts = (db: Database): AccountStore =>
  ({
    ...linkMethods(db),
    ...sessionMethods(db),
    ...keyMethods(db),
    tenants: () =>
      db.selectFrom('tenants').selectAll().orderBy('createdAt').orderBy('id').execute(),
    async addTenant(tenant) {
      await db
        .insertInto('tenants')
        .values({ ...tenant, createdAt: Date.now() })
        .execute();
    },
    async accounts(tenant) {
      const rows = await db
        .selectFrom('accounts')
        .selectAll()
        .where('tenant', '=', tenant)
        .orderBy('createdAt')
        .orderBy('id')
        .execute();
      return rows.map(accountOf);
    },
    async account(tenant, id) {
      const row = await db
        .selectFrom('accounts')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? accountOf(row) : null;
    },
    async addAccount({ groups, disabled, ...columns }) {
      await db
        .insertInto('accounts')
        .values({ ...columns, groups: JSON.stringify(groups), disabled: Number(disabled) })
        .execute();
    },
    updateAccount: (tenant, id, change) => updateAccount(db, { tenant, id }, change),
    async preferences(tenant, accountId) {
      const row = await db
        .selectFrom('preferences')
        .select('preferences')
        .where('tenant', '=', tenant)
        .where('accountId', '=', accountId)
        .executeTakeFirst();
      return row ? JSON.parse(row.preferences) : {};
    },
    async savePreferences(tenant, accountId, preferences) {
      const packed = JSON.stringify(preferences);
      await db
        .insertInto('preferences')
        .values({ tenant, accountId, preferences: packed })
        .onConflict((conflict) =>
          conflict.columns(['tenant', 'accountId']).doUpdateSet({ preferences: packed }),
        )
        .execute();
    },
  }) satisfies AccountStore;
