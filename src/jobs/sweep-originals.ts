import { toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';

export type SweepNeeds = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  knowledge: Pick<Knowledge, 'forgetBytes'>;
  /** When this server began: what was kept since may be of a question that is not accepted yet. */
  begunAt: number;
  logger: Logger;
  signal: AbortSignal;
};

const PAGE = 500;

/**
 * Removes originals that nothing points at: a server that died between deleting a document and deleting its bytes, or
 * between keeping bytes and writing down what for, leaves some behind. Never throws.
 */
export const sweepOriginals = async (needs: SweepNeeds): Promise<void> => {
  const { tenants, tenantIds, logger, signal } = needs;
  const orTold = async <Result>(
    work: Promise<Result>,
    tenant?: TenantId,
  ): Promise<Result | null> => {
    try {
      return await work;
    } catch (thrown) {
      if (!signal.aborted)
        logger.error('unused originals not removed', { tenant, error: toProblem(thrown) });
      return null;
    }
  };
  for (const tenant of (await orTold(tenantIds())) ?? []) {
    if (signal.aborted) return;
    await orTold(
      tenants.open(tenant).then((stores) => dropOf(stores, needs)),
      tenant,
    );
  }
};

const dropOf = async (
  { tenant, originals, documents }: TenantStores,
  { knowledge, begunAt, signal }: SweepNeeds,
): Promise<void> => {
  let page: string[] = [];
  const drop = async () => {
    const known = new Set(await documents.knownHashes(page));
    const unknown = new Set(page.filter((hash) => !known.has(hash)));
    page = [];
    for (const hash of unknown)
      if (((await originals.keptAt(hash)) ?? 0) < begunAt)
        await knowledge.forgetBytes(tenant, [hash]);
  };
  for await (const hash of originals.hashes()) {
    page.push(hash);
    if (page.length === PAGE) await drop();
    if (signal.aborted) return;
  }
  await drop();
};
