import type { Role, Scope } from '../domain/principal.ts';
import type { TenantId } from '../domain/tenant.ts';

export type Account = {
  id: string;
  tenant: TenantId;
  name: string;
  role: Role;
  groups: string[];
  disabled: boolean;
  createdAt: number;
};

/** `hash` is SHA-256 of the secret, hex. The secret itself is shown once and kept nowhere. */
export type ApiKey = {
  id: string;
  tenant: TenantId;
  name: string;
  accountId: string;
  role: Role;
  scopes: Scope[];
  hash: string;
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
};

export type Session = {
  hash: string;
  accountId: string;
  tenant: TenantId;
  createdAt: number;
  usedAt: number;
  expiresAt: number;
};

/**
 * Tenants, accounts, keys, sessions and one-time links of the installation.
 *
 * Laws: `redeemLink` succeeds once, however many try at the same time; a disabled account has no session and no
 * key that works; secrets are looked up by hash only; a revocation is seen by the next look-up.
 */
export type AccountStore = {
  tenants(): Promise<{ id: TenantId; name: string; createdAt: number }[]>;
  addTenant(tenant: { id: TenantId; name: string }): Promise<void>;
  accounts(tenant: TenantId): Promise<Account[]>;
  account(tenant: TenantId, id: string): Promise<Account | null>;
  addAccount(account: Account): Promise<void>;
  updateAccount(
    tenant: TenantId,
    id: string,
    change: Partial<Pick<Account, 'name' | 'role' | 'groups' | 'disabled'>>,
  ): Promise<boolean>;

  addLink(link: {
    hash: string;
    accountId: string;
    tenant: TenantId;
    expiresAt: number;
  }): Promise<void>;
  redeemLink(hash: string, now: number): Promise<Account | null>;

  addSession(session: Session): Promise<void>;
  /** The session with its account; null when unknown, expired or disabled. */
  session(hash: string, now: number): Promise<{ session: Session; account: Account } | null>;
  touchSession(hash: string, now: number): Promise<void>;
  deleteSession(hash: string): Promise<void>;

  addKey(key: ApiKey): Promise<void>;
  keys(tenant: TenantId): Promise<ApiKey[]>;
  /** The key with its creator; null when unknown, revoked or the creator is disabled. */
  key(id: string): Promise<{ key: ApiKey; account: Account } | null>;
  touchKey(id: string, now: number): Promise<void>;
  revokeKey(tenant: TenantId, id: string, now: number): Promise<boolean>;

  /** Settings a person keeps with us: a small JSON object. */
  preferences(tenant: TenantId, accountId: string): Promise<Record<string, unknown>>;
  savePreferences(
    tenant: TenantId,
    accountId: string,
    preferences: Record<string, unknown>,
  ): Promise<void>;
};
