import type { Principal } from '../domain/principal.ts';
import { DEFAULT_TENANT } from '../domain/tenant.ts';
import type { Account, AccountStore, ApiKey } from '../ports/account-store.ts';
import { sha256 } from '../lib/ids.ts';
import { isSecretOf, readApiKey } from './api-key.ts';
import type { Peer } from './peer.ts';
import { lowerOf, scopesOf } from './policy.ts';
import { sessionToken } from './session-cookie.ts';

/** What proved it; `id` names it without giving it away. */
export type Credential = { kind: 'session' | 'key' | 'socket'; id: string };
export type Identity = { principal: Principal; credential: Credential };

const SESSION_IDLE_MS = 12 * 3_600_000;
/** How exact `last used` is: a write for each request would cost more than it tells. */
const TOUCH_MS = 60_000;

export const OPERATOR: Principal = {
  tenant: DEFAULT_TENANT,
  id: 'operator',
  kind: 'user',
  name: 'Operator',
  role: 'operator',
  groups: [],
  scopes: scopesOf('operator'),
};

export const principalOf = (account: Account): Principal => ({
  tenant: account.tenant,
  id: account.id,
  kind: 'user',
  name: account.name,
  role: account.role,
  groups: account.groups,
  scopes: scopesOf(account.role),
});

/** A key is its own principal, with its creator's groups, and never above its creator. */
const principalOfKey = (key: ApiKey, creator: Account): Principal => {
  const role = lowerOf(key.role, creator.role);
  return {
    tenant: key.tenant,
    id: key.id,
    kind: 'service',
    name: key.name,
    role,
    groups: creator.groups,
    scopes: key.scopes.filter((scope) => scopesOf(role).includes(scope)),
  };
};

/**
 * Who sends this request, or null. Only our own session cookie, our own keys and the socket count: identity
 * headers that a client can write are not read. A request with a key is that key, whatever cookie comes along.
 */
export const identify = async (
  request: { headers: Headers; peer: Peer },
  accounts: AccountStore,
): Promise<Identity | null> => {
  const { headers, peer } = request;
  if (peer.via === 'socket') {
    return { principal: OPERATOR, credential: { kind: 'socket', id: 'socket' } };
  }
  const given = headers.get('authorization') ?? headers.get('api-key');
  if (given !== null) return byKey(given, accounts);
  const token = sessionToken(headers, peer);
  return token === null ? null : bySession(sha256(token), accounts);
};

export const bySession = async (hash: string, accounts: AccountStore): Promise<Identity | null> => {
  const now = Date.now();
  const found = await accounts.session(hash, now);
  if (!found || found.account.disabled) return null;
  if (found.session.usedAt + SESSION_IDLE_MS <= now) return null;
  if (found.session.usedAt + TOUCH_MS <= now) await accounts.touchSession(hash, now);
  return { principal: principalOf(found.account), credential: { kind: 'session', id: hash } };
};

const byKey = async (given: string, accounts: AccountStore): Promise<Identity | null> => {
  const read = readApiKey(given.replace(/^Bearer /i, ''));
  if (!read) return null;
  const found = await accounts.key(read.id);
  if (!isSecretOf(found?.key.hash, read.secret) || !found) return null;
  return useKey(found, accounts);
};

/** Who was proved before, with the role and groups of this moment; null: it does not count any more. */
export const principalNow = async (
  { tenant, id, kind, role }: Principal,
  accounts: AccountStore,
): Promise<Principal | null> => {
  if (role === 'operator') return OPERATOR;
  if (kind === 'service') {
    const found = await accounts.key(id);
    return found && principalOfKey(found.key, found.account);
  }
  const account = await accounts.account(tenant, id);
  return account && !account.disabled ? principalOf(account) : null;
};

/** A key that was proved before: whether it still counts. */
export const keyAgain = async (id: string, accounts: AccountStore): Promise<Identity | null> => {
  const found = await accounts.key(id);
  return found ? useKey(found, accounts) : null;
};

const useKey = async (
  { key, account }: { key: ApiKey; account: Account },
  accounts: AccountStore,
): Promise<Identity | null> => {
  if (key.revokedAt !== null || account.disabled) return null;
  const now = Date.now();
  if ((key.lastUsedAt ?? 0) + TOUCH_MS <= now) await accounts.touchKey(key.id, now);
  return { principal: principalOfKey(key, account), credential: { kind: 'key', id: key.id } };
};
