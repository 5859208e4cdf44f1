import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId, newSecret, sha256 } from '../../src/lib/ids.ts';
import type { Account, AccountStore, ApiKey } from '../../src/ports/account-store.ts';

const NOW = 1_700_000_000_000;

const accountOf = (change: Partial<Account> = {}): Account => ({
  id: newId('user'),
  tenant: 'default',
  name: 'Anna',
  role: 'member',
  groups: ['technicians'],
  disabled: false,
  createdAt: NOW,
  ...change,
});

const keyOf = (account: Account): ApiKey => ({
  id: newId('key'),
  tenant: account.tenant,
  name: 'Export',
  accountId: account.id,
  role: 'viewer',
  scopes: ['ask', 'knowledge:read'],
  hash: sha256(newSecret()),
  createdAt: NOW,
  lastUsedAt: null,
  revokedAt: null,
});

export const accountStoreConformance = (
  open: () => Promise<{ accounts: AccountStore; close(): Promise<void> }>,
): void => {
  let opened: Awaited<ReturnType<typeof open>>;
  const store = () => opened.accounts;
  beforeAll(async () => {
    opened = await open();
    await store().addTenant({ id: 'other', name: 'Other' });
  });
  afterAll(() => opened.close());
  const added = async (change: Partial<Account> = {}) => {
    const account = accountOf(change);
    await store().addAccount(account);
    return account;
  };
  const linkTo = ({ id, tenant }: Account, expiresAt = NOW + 1000) => ({
    hash: sha256(newSecret()),
    accountId: id,
    tenant,
    expiresAt,
  });
  const sessionOf = (account: Account) => ({ ...linkTo(account), createdAt: NOW, usedAt: NOW });

  test('has the tenants that were added, and no other', async () => {
    const id = newId('t').replace('_', '-');
    await store().addTenant({ id, name: 'A tenant' });
    expect(await store().tenants()).toContainEqual(
      expect.objectContaining({ id, name: 'A tenant' }),
    );
    await expect(store().addTenant({ id, name: 'Again' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test.for(['', '../x', 'A', 'a/b', 'a.b', 'x'.repeat(65), 'a b', 'é'])(
    'a tenant cannot be called %j',
    async (id) => {
      await expect(store().addTenant({ id, name: 'x' })).rejects.toMatchObject({
        code: 'invalid-request',
      });
    },
  );

  test('keeps accounts as given, in their tenant', async () => {
    const account = await added();
    expect(await store().account('default', account.id)).toEqual(account);
    expect(await store().accounts('default')).toContainEqual(account);
    expect(await store().account('other', account.id)).toBeNull();
    expect(await store().accounts('other')).not.toContainEqual(account);
    await expect(store().addAccount(account)).rejects.toMatchObject({ code: 'conflict' });
    await expect(added({ tenant: 'nowhere' })).rejects.toMatchObject({ code: 'conflict' });
  });

  test('the same id in two tenants is two accounts', async () => {
    const here = await added();
    const there = await added({ id: here.id, tenant: 'other', name: 'Bert' });
    await store().updateAccount('other', here.id, { role: 'administrator', groups: [] });
    expect(await store().account('default', here.id)).toEqual(here);
    expect(await store().account('other', here.id)).toEqual({
      ...there,
      role: 'administrator',
      groups: [],
    });
    expect(await store().updateAccount('default', newId('user'), { name: 'x' })).toBe(false);
    expect(await store().updateAccount('default', here.id, {})).toBe(true);
  });

  describe('one-time links', () => {
    test('work once, however many try', async () => {
      const account = await added();
      const link = linkTo(account);
      await store().addLink(link);
      const tries = await Promise.all(
        Array.from({ length: 20 }, () => store().redeemLink(link.hash, NOW)),
      );
      expect(tries.filter((one) => one !== null)).toEqual([account]);
    });

    test('do not work late, unknown, or for a disabled account', async () => {
      const account = await added();
      const late = linkTo(account, NOW);
      await store().addLink(late);
      expect(await store().redeemLink(late.hash, NOW)).toBeNull();
      expect(await store().redeemLink(sha256('unknown'), NOW)).toBeNull();
      const link = linkTo(account);
      await store().addLink(link);
      await store().updateAccount('default', account.id, { disabled: true });
      expect(await store().redeemLink(link.hash, NOW)).toBeNull();
    });
  });

  describe('sessions', () => {
    test('lead to their account until they end', async () => {
      const account = await added();
      const session = sessionOf(account);
      await store().addSession(session);
      expect(await store().session(session.hash, NOW)).toEqual({ session, account });
      await store().touchSession(session.hash, NOW + 5);
      expect((await store().session(session.hash, NOW))?.session.usedAt).toBe(NOW + 5);
      expect(await store().session(session.hash, session.expiresAt)).toBeNull();
      expect(await store().session(sha256('unknown'), NOW)).toBeNull();
      await store().deleteSession(session.hash);
      expect(await store().session(session.hash, NOW)).toBeNull();
    });

    test('end with the account, for good', async () => {
      const account = await added();
      const session = sessionOf(account);
      await store().addSession(session);
      await store().updateAccount('default', account.id, { disabled: true });
      expect(await store().session(session.hash, NOW)).toBeNull();
      await store().updateAccount('default', account.id, { disabled: false });
      expect(await store().session(session.hash, NOW)).toBeNull();
    });
  });

  describe('keys', () => {
    test('lead to their account until they are revoked', async () => {
      const account = await added();
      const key = keyOf(account);
      await store().addKey(key);
      expect(await store().key(key.id)).toEqual({ key, account });
      expect(await store().keys('default')).toContainEqual(key);
      expect(await store().keys('other')).not.toContainEqual(key);
      await store().touchKey(key.id, NOW + 7);
      expect((await store().key(key.id))?.key.lastUsedAt).toBe(NOW + 7);
      expect(await store().revokeKey('other', key.id, NOW)).toBe(false);
      expect(await store().revokeKey('default', key.id, NOW)).toBe(true);
      expect(await store().revokeKey('default', key.id, NOW + 1)).toBe(false);
      expect(await store().key(key.id)).toBeNull();
      expect(await store().keys('default')).toContainEqual({
        ...key,
        lastUsedAt: NOW + 7,
        revokedAt: NOW,
      });
    });

    test('do not work for a disabled account', async () => {
      const account = await added();
      const key = keyOf(account);
      await store().addKey(key);
      await store().updateAccount('default', account.id, { disabled: true });
      expect(await store().key(key.id)).toBeNull();
    });
  });

  test('preferences are kept for one person', async () => {
    const [anna, bert] = [await added(), await added()];
    expect(await store().preferences('default', anna.id)).toEqual({});
    await store().savePreferences('default', anna.id, { theme: 'dark', list: [1] });
    await store().savePreferences('default', anna.id, { theme: 'light' });
    expect(await store().preferences('default', anna.id)).toEqual({ theme: 'light' });
    expect(await store().preferences('default', bert.id)).toEqual({});
    expect(await store().preferences('other', anna.id)).toEqual({});
  });
};
