import { toProblem, type Problem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';

const FIRST_MS = 2_000;
const LONGEST_MS = 5 * 60_000;
/** So long after a pause, the next failure is a new one. */
const QUIET_MS = 60_000;

/**
 * Pauses for work that a service of somebody else cannot do now: as long as it asks, else longer each time. All
 * tenants share it, and each goes on where it was. It holds no lane meanwhile; what a dead server had postponed is
 * found again at the next start.
 */
export const createRests = ({
  request,
  logger,
}: {
  request: (stores: TenantStores) => Promise<void>;
  logger: Logger;
}) => {
  const waiting = new Map<TenantId, TenantStores>();
  let failures = 0;
  let until = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const goOn = async (): Promise<void> => {
    timer = undefined;
    const all = [...waiting.values()];
    waiting.clear();
    for (const stores of all) {
      try {
        await request(stores);
      } catch (thrown) {
        const error = toProblem(thrown);
        logger.warn('postponed work not queued', { tenant: stores.tenant, error });
        waiting.set(stores.tenant, stores);
        start(FIRST_MS);
      }
    }
  };
  const start = (ms: number): void => {
    until = Date.now() + ms;
    if (stopped) return;
    timer ??= setTimeout(() => void goOn(), ms).unref();
  };

  return {
    /** While it rests, work is kept for later. */
    isResting(stores: TenantStores): boolean {
      if (Date.now() >= until) return false;
      waiting.set(stores.tenant, stores);
      start(until - Date.now());
      return true;
    },
    rest(stores: TenantStores, problem: Problem | null): void {
      const { tenant } = stores;
      failures = Date.now() - until > QUIET_MS ? 0 : failures + 1;
      const backOff = Math.min(LONGEST_MS, FIRST_MS * 2 ** failures);
      const ms = Math.min(LONGEST_MS, (problem?.retryAfter ?? 0) * 1_000 || backOff);
      logger.warn('embedding rests', { tenant, ms, ...(problem && { error: problem }) });
      waiting.set(tenant, stores);
      start(ms);
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
      waiting.clear();
    },
  };
};
