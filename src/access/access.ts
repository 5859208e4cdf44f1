import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import { newSecret, sha256 } from '../lib/ids.ts';
import type { AccountStore } from '../ports/account-store.ts';
import {
  bySession,
  identify,
  keyAgain,
  principalNow,
  principalOf,
  type Identity,
} from './identity.ts';
import { keyRing, type KeyRing } from './keys.ts';
import { sessionToken, checkWayIsPrivate } from './session-cookie.ts';
import type { Peer } from './peer.ts';
import { rateLimiter } from './rate-limiter.ts';
import { accountBook, type AccountWish } from './accounts.ts';
import { signInLinks, type SignInLink } from './sign-in-links.ts';

export const SESSION_SECONDS = 7 * 24 * 3600;

export type Credentials = { headers: Headers; peer: Peer };

/** Everything about who asks. What they may do is `policy.ts`; what they may see, the stores'. */
export type Access = {
  authenticate(request: Credentials): Promise<Identity | null>;
  /** Whether what was proved before still counts: long streams ask again. */
  stillValid(identity: Identity): Promise<boolean>;
  /** The same principal with the rights of this moment; null: it does not count any more. Long work asks again. */
  principalNow(principal: Principal): Promise<Principal | null>;
  /** Called with a credential's id at once when it is revoked here. Returns how to stop listening. */
  onRevocation(listener: (credentialId: string) => void): () => void;
  signInLink(wish: AccountWish): Promise<SignInLink>;
  /** A link's token for a session's. A new session each time; the one that came along ends. */
  redeem(token: string, request: Credentials): Promise<{ token: string; principal: Principal }>;
  signOut(identity: Identity): Promise<void>;
  keys: KeyRing;
  /** What the accounts of a tenant are called, by their ids. */
  accountNames(tenant: TenantId): Promise<ReadonlyMap<string, string>>;
  preferences: {
    read(principal: Principal): Promise<Record<string, unknown>>;
    save(principal: Principal, preferences: Record<string, unknown>): Promise<void>;
  };
};

export const createAccess = (accounts: AccountStore): Access => {
  const book = accountBook(accounts);
  const links = signInLinks(accounts, book);
  const failures = rateLimiter({ limit: 10, windowMs: 10 * 60_000 });
  const listeners = new Set<(credentialId: string) => void>();
  const announce = (credentialId: string) => {
    for (const listener of listeners) listener(credentialId);
  };
  const end = async (hash: string) => {
    await accounts.deleteSession(hash);
    announce(hash);
  };

  return {
    authenticate: (request) => identify(request, accounts),

    async stillValid({ credential: { kind, id } }) {
      if (kind === 'socket') return true;
      const found = await (kind === 'key' ? keyAgain(id, accounts) : bySession(id, accounts));
      return found !== null;
    },

    principalNow: (principal) => principalNow(principal, accounts),

    onRevocation(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    signInLink: links.make,

    async redeem(token, { headers, peer }) {
      checkWayIsPrivate(peer);
      checkAttempts(failures.peek(addressOf(peer)));
      const account = await links.redeem(token);
      if (!account || account.disabled) {
        failures.take(addressOf(peer));
        throw new Problem(
          'not-signed-in',
          'This link was used already, or is too old. Ask for a new one.',
        );
      }
      const before = sessionToken(headers, peer);
      if (before !== null) await end(sha256(before));
      const session = newSecret();
      const now = Date.now();
      await accounts.addSession({
        hash: sha256(session),
        accountId: account.id,
        tenant: account.tenant,
        createdAt: now,
        usedAt: now,
        expiresAt: now + SESSION_SECONDS * 1000,
      });
      return { token: session, principal: principalOf(account) };
    },

    async signOut({ credential }) {
      if (credential.kind === 'session') await end(credential.id);
    },

    keys: keyRing({ accounts, book, revoked: announce }),

    async accountNames(tenant) {
      return new Map((await accounts.accounts(tenant)).map(({ id, name }) => [id, name]));
    },

    preferences: {
      read: ({ tenant, id }) => accounts.preferences(tenant, id),
      save: ({ tenant, id }, preferences) => accounts.savePreferences(tenant, id, preferences),
    },
  };
};

const addressOf = (peer: Peer): string => (peer.via === 'socket' ? 'socket' : peer.address);

const checkAttempts = ({
  allowed,
  resetSeconds,
}: {
  allowed: boolean;
  resetSeconds: number;
}): void => {
  if (allowed) return;
  throw new Problem('too-many-requests', 'Too many attempts to sign in.', {
    retryAfter: resetSeconds,
  });
};
