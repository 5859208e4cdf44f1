import { toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import { pause } from '../lib/clock.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';

export type UnusedBytesNeeds = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  knowledge: Pick<Knowledge, 'forgetBytes'>;
  logger: Logger;
  signal: AbortSignal;
};

const PAGE = 500;
/** The images of a question are kept just before it is accepted. */
const GRACE_MS = 2_000;

/**
 * Removes originals that nothing points at: a server that died between deleting a document and deleting its bytes, or
 * between keeping bytes and writing down what for, leaves some behind.
 */
export const dropUnusedBytes = async (needs: UnusedBytesNeeds): Promise<void> => {
  const { tenants, tenantIds, logger, signal } = needs;
  for (const tenant of await tenantIds()) {
    if (signal.aborted) return;
    try {
      await dropOf(await tenants.open(tenant), needs);
    } catch (thrown) {
      if (signal.aborted) return;
      logger.error('unused originals not removed', { tenant, error: toProblem(thrown) });
    }
  }
};

const dropOf = async (
  { tenant, originals, documents }: TenantStores,
  { knowledge, signal }: UnusedBytesNeeds,
): Promise<void> => {
  let page: string[] = [];
  const drop = async () => {
    const known = new Set(await documents.knownHashes(page));
    const unknown = new Set(page.filter((hash) => !known.has(hash)));
    page = [];
    if (unknown.size === 0) return;
    await pause(GRACE_MS, signal);
    await knowledge.forgetBytes(tenant, unknown);
  };
  for await (const hash of originals.hashes()) {
    page.push(hash);
    if (page.length === PAGE) await drop();
    if (signal.aborted) return;
  }
  await drop();
};
