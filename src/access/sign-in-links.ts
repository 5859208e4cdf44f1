import type { Role } from '../domain/principal.ts';
import type { TenantId } from '../domain/tenant.ts';
import { newId, newSecret, sha256 } from '../lib/ids.ts';
import type { Account, AccountStore } from '../ports/account-store.ts';

const LINK_MS = 15 * 60_000;
/** The first link is printed at the first start; whoever installs may come back to it next day. */
const FIRST_LINK_MS = 24 * 3_600_000;

/** Whom a link is for. Left out: the tenant's first administrator. A new name makes an account. */
export type LinkWish = { tenant: TenantId; name?: string; role?: Role };
export type SignInLink = { token: string; account: Account; expiresAt: number };

/**
 * One-time links, the way in without passwords. The account stands before its link is shown, so however many
 * people open the first link at once, one signs in, and there is one administrator.
 */
export const signInLinks = (accounts: AccountStore) => {
  let last: Promise<unknown> = Promise.resolve();

  const accountFor = async ({ tenant, name, role }: LinkWish) => {
    const known = await accounts.accounts(tenant);
    const found = known.find((account) =>
      name === undefined ? account.role === 'administrator' : account.name === name,
    );
    if (found) return { account: found, isFirst: false };
    const account: Account = {
      id: newId('usr'),
      tenant,
      name: name ?? 'Administrator',
      role: role ?? (known.length === 0 ? 'administrator' : 'member'),
      groups: [],
      disabled: false,
      createdAt: Date.now(),
    };
    await accounts.addAccount(account);
    return { account, isFirst: known.length === 0 };
  };

  const make = async (wish: LinkWish): Promise<SignInLink> => {
    const { account, isFirst } = await accountFor(wish);
    const token = newSecret();
    const expiresAt = Date.now() + (isFirst ? FIRST_LINK_MS : LINK_MS);
    await accounts.addLink({
      hash: sha256(token),
      accountId: account.id,
      tenant: account.tenant,
      expiresAt,
    });
    return { token, account, expiresAt };
  };

  return {
    /** One after the other: two first links would make two administrators. */
    make(wish: LinkWish): Promise<SignInLink> {
      const made = last.then(() => make(wish));
      last = made.catch(() => undefined);
      return made;
    },
    redeem: (token: string): Promise<Account | null> =>
      accounts.redeemLink(sha256(token), Date.now()),
  };
};
