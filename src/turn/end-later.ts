import { toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import type { Logger } from '../ports/telemetry.ts';

const RETRY_MS = 5_000;

/**
 * For turns whose end could not be stored, mostly because the disk was full: until it is, nobody can ask on in their
 * conversations. What is left when the server stops is ended by the next start.
 */
export const endLater = (end: (tenant: TenantId) => Promise<void>, logger: Logger) => {
  const tenants = new Set<TenantId>();
  let timer: NodeJS.Timeout | undefined;

  const tryAgain = async (): Promise<void> => {
    timer = undefined;
    for (const tenant of tenants) {
      try {
        await end(tenant);
        tenants.delete(tenant);
      } catch (thrown) {
        logger.warn('turns still cannot be ended', { tenant, error: toProblem(thrown) });
      }
    }
    if (tenants.size > 0) wait();
  };
  const wait = (): void => {
    timer ??= setTimeout(() => void tryAgain(), RETRY_MS).unref();
  };

  return {
    /** Resolves when the turn is over, stored or not. */
    async unless(stored: Promise<boolean>, tenant: TenantId): Promise<void> {
      if (await stored) return;
      tenants.add(tenant);
      wait();
    },
    stop(): void {
      tenants.clear();
      clearTimeout(timer);
    },
  };
};
