import type { Principal, Role, Scope } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { AccountStore, ApiKey } from '../ports/account-store.ts';
import type { AccountBook } from './accounts.ts';
import { newApiKey } from './api-key.ts';
import { reaches, scopesOf } from './policy.ts';

export type KeyWish = { name: string; role: Role; scopes: Scope[] };

type KeyRingNeeds = {
  accounts: AccountStore;
  book: AccountBook;
  /** Told which key has stopped counting. */
  revoked(keyId: string): void;
};

/** An administrator sees and revokes all keys of the tenant, anybody else their own. */
export const keyRing = ({ accounts, book, revoked }: KeyRingNeeds) => {
  const visible = async (principal: Principal): Promise<ApiKey[]> => {
    const all = await accounts.keys(principal.tenant);
    return reaches(principal.role, 'administrator')
      ? all
      : all.filter(({ accountId }) => accountId === principal.id);
  };

  /** The operator is nobody's account: its keys are the first administrator's. */
  const ownerOf = async ({ tenant, id, role }: Principal): Promise<string> =>
    role === 'operator' ? (await book.find({ tenant })).account.id : id;

  return {
    visible,

    async add(principal: Principal, wish: KeyWish): Promise<{ key: ApiKey; text: string }> {
      const own = scopesOf(wish.role);
      if (
        !reaches(principal.role, wish.role) ||
        wish.scopes.some((scope) => !own.includes(scope))
      ) {
        throw new Problem(
          'forbidden',
          'A key cannot do more than its role, nor its role more than yours.',
        );
      }
      const made = newApiKey();
      const key: ApiKey = {
        ...wish,
        id: made.id,
        tenant: principal.tenant,
        accountId: await ownerOf(principal),
        hash: made.hash,
        createdAt: Date.now(),
        lastUsedAt: null,
        revokedAt: null,
      };
      await accounts.addKey(key);
      return { key, text: made.text };
    },

    async revoke(principal: Principal, id: string): Promise<void> {
      const known = (await visible(principal)).some((key) => key.id === id);
      if (!known) throw new Problem('not-found', 'There is no such key.');
      await accounts.revokeKey(principal.tenant, id, Date.now());
      revoked(id);
    },
  };
};
export type KeyRing = ReturnType<typeof keyRing>;
