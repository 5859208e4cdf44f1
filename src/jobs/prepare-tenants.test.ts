import { expect, test } from 'vitest';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import { prepareTenants } from './prepare-tenants.ts';

const setup = async (broken: string | null = null) => {
  const opened: string[] = [];
  const errors: unknown[] = [];
  const logger: Logger = {
    debug() {},
    info() {},
    warn() {},
    error: (_message, fields) => errors.push(fields),
    child: () => logger,
  };
  const stopping = new AbortController();
  const tenants = {
    open: async (tenant: string) => {
      opened.push(tenant);
      if (tenant === broken) throw new Error('damaged');
      return {
        tenant,
        index: { kind: 'read-only' },
        conversations: { runningTurns: () => Promise.resolve([]) },
        documents: { oldVersions: () => Promise.resolve([]) },
      } as unknown as TenantStores;
    },
  } as unknown as TenantDoor;
  const prepared = await prepareTenants({
    tenants,
    tenantIds: () => Promise.resolve(['amber', 'default', 'zinc']),
    turns: { recover: () => Promise.resolve() },
    indexing: { begin: () => Promise.resolve() },
    whole: false,
    logger,
    signal: stopping.signal,
  });
  return { prepared, opened, errors, stopping };
};

test('readiness waits for the tenant `default` alone; no other has jobs before it is prepared', async () => {
  const { prepared, opened } = await setup();
  expect(opened).toEqual(['default']);
  expect(['default', 'amber', 'zinc', 'made later'].map(prepared.isPrepared)).toEqual([
    true,
    false,
    false,
    true,
  ]);
  const begun: string[] = [];
  await prepared.prepareOthers(async (tenant) => {
    expect(prepared.isPrepared(tenant)).toBe(true);
    begun.push(tenant);
  });
  expect(begun).toEqual(['amber', 'zinc']);
  expect(opened).toEqual(['default', 'amber', 'zinc']);
});

test('a tenant that cannot be prepared is told to the log and holds up no other', async () => {
  const { prepared, errors } = await setup('amber');
  const begun: string[] = [];
  await prepared.prepareOthers(async (tenant) => void begun.push(tenant));
  expect(begun).toEqual(['zinc']);
  expect(errors).toMatchObject([{ tenant: 'amber', error: { message: 'damaged' } }]);
});

test('a server that stops prepares no more', async () => {
  const { prepared, opened, stopping } = await setup();
  await prepared.prepareOthers(async () => stopping.abort(new Error('stopping')));
  expect(opened).toEqual(['default', 'amber']);
});
