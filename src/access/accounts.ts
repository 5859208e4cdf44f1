import type { Role } from '../domain/principal.ts';
import type { TenantId } from '../domain/tenant.ts';
import { newId } from '../lib/ids.ts';
import type { Account, AccountStore } from '../ports/account-store.ts';

/** Whose account is meant. Left out: the tenant's first administrator. */
export type AccountWish = { tenant: TenantId; name?: string | undefined; role?: Role | undefined };

/**
 * Finds accounts, and makes those that are not there yet; one after the other, since two that are made at once
 * could both be the first administrator.
 */
export const accountBook = (accounts: AccountStore) => {
  let last: Promise<unknown> = Promise.resolve();

  const findOrMake = async ({ tenant, name, role }: AccountWish) => {
    const known = await accounts.accounts(tenant);
    const found = known.find((account) =>
      name === undefined ? account.role === 'administrator' : account.name === name,
    );
    if (found) return { account: found, isFirst: false };
    const account: Account = {
      id: newId('usr'),
      tenant,
      name: name ?? 'Administrator',
      role: name === undefined ? 'administrator' : (role ?? 'member'),
      groups: [],
      disabled: false,
      createdAt: Date.now(),
    };
    await accounts.addAccount(account);
    return { account, isFirst: known.length === 0 };
  };

  return {
    find(wish: AccountWish): Promise<{ account: Account; isFirst: boolean }> {
      const found = last.then(() => findOrMake(wish));
      last = found.catch(() => undefined); // the next one is not held up by this one's failure
      return found;
    },
  };
};
export type AccountBook = ReturnType<typeof accountBook>;
