import { newSecret, sha256 } from '../lib/ids.ts';
import type { Account, AccountStore } from '../ports/account-store.ts';
import type { AccountBook, AccountWish } from './accounts.ts';

const LINK_MS = 15 * 60_000;
/** The first link is printed at the first start; whoever installs may come back to it next day. */
const FIRST_LINK_MS = 24 * 3_600_000;

export type SignInLink = { token: string; account: Account; expiresAt: number };

/**
 * One-time links, the way in without passwords. The account stands before its link is shown, so however many
 * people open the first link at once, one signs in, and there is one administrator.
 */
export const signInLinks = (accounts: AccountStore, book: AccountBook) => ({
  async make(wish: AccountWish): Promise<SignInLink> {
    const { account, isFirst } = await book.find(wish);
    const token = newSecret();
    const expiresAt = Date.now() + (isFirst ? FIRST_LINK_MS : LINK_MS);
    const { id: accountId, tenant } = account;
    await accounts.addLink({ hash: sha256(token), accountId, tenant, expiresAt });
    return { token, account, expiresAt };
  },
  redeem: (token: string): Promise<Account | null> =>
    accounts.redeemLink(sha256(token), Date.now()),
});
