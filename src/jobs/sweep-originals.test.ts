import { expect, onTestFinished, test } from 'vitest';
import { bytesOf, openIngesting } from '../../testing/fixtures/ingesting.ts';
import { patient } from '../../testing/patient.ts';
import { DEFAULT_TENANT } from '../domain/tenant.ts';
import type { Logger } from '../ports/telemetry.ts';
import { sweepOriginals, type SweepNeeds } from './sweep-originals.ts';

const setUp = async () => {
  const system = await openIngesting();
  onTestFinished(() => system.close());
  const errors: unknown[] = [];
  const nothing = () => undefined;
  const logger: Logger = {
    debug: nothing,
    info: nothing,
    warn: nothing,
    error: (_message, fields) => errors.push(fields),
    child: () => logger,
  };
  const { stores, knowledge } = system;
  const drop = (change: Partial<SweepNeeds> = {}) =>
    sweepOriginals({
      tenants: { open: () => Promise.resolve(stores), close: () => Promise.resolve() },
      tenantIds: () => Promise.resolve([DEFAULT_TENANT]),
      knowledge,
      begunAt: Date.now() + 60_000,
      logger,
      signal: patient(),
      ...change,
    });
  return { system, errors, drop };
};

test('bytes that were kept since the server began stay: their question may not be accepted yet', async () => {
  const { system, errors, drop } = await setUp();
  const { originals } = system.stores;
  const used = await system.upload('plan.txt', 'The plan.');
  const { hash } = await originals.put(bytesOf('a picture'), { maxBytes: 100, signal: patient() });
  await drop({ begunAt: Date.now() - 60_000 });
  expect(await originals.size(hash)).toBe(9);
  await drop();
  expect(await originals.size(hash)).toBeNull();
  expect(await originals.size(used.hash)).toBe(9);
  expect(errors).toEqual([]);
});

test('what goes wrong is told to the log only, before the first tenant too', async () => {
  const { errors, drop } = await setUp();
  await drop({ tenantIds: () => Promise.reject(new Error('the thread has ended')) });
  await drop({
    tenants: { open: () => Promise.reject(new Error('damaged')), close: () => Promise.resolve() },
  });
  expect(errors).toMatchObject([{}, { tenant: DEFAULT_TENANT }]);
});
