import { toProblem } from '../domain/problem.ts';
import type { TenantId } from '../domain/tenant.ts';
import { allDocuments } from '../knowledge/removal.ts';
import type { Extractor } from '../ports/extractor.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';

const LOOK_MS = 60 * 60_000;

type Needs = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  extractor: Extractor;
  wake: (tenant: TenantId) => void;
  logger: Logger;
};

/**
 * Documents that are pictures wait until their letters can be recognised here. As soon as that is so, they are read
 * again by themselves: at the start, and once an hour when something about it has changed.
 */
export const createPictureWatch = ({ tenants, tenantIds, extractor, wake, logger }: Needs) => {
  let seen: string | null = null;
  const look = async (): Promise<void> => {
    const { version } = extractor;
    if (!extractor.recognises || version === seen) return;
    for (const tenant of await tenantIds()) {
      const { documents } = await tenants.open(tenant);
      const bases = (await documents.bases()).map(({ id }) => id);
      let again = 0;
      for await (const { id } of allDocuments({ documents }, bases, 'needs-ocr'))
        if (await documents.requeue(id)) again += 1;
      if (again === 0) continue;
      logger.info('pictures are read again', { tenant, documents: again });
      wake(tenant);
    }
    seen = version;
  };
  const lookAndTell = (): Promise<void> =>
    look().catch((thrown: unknown) =>
      logger.warn('pictures not read again', { error: toProblem(thrown) }),
    );
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  return {
    look: lookAndTell,
    start(): void {
      looking = lookAndTell();
      timer = setInterval(() => {
        looking = lookAndTell();
      }, LOOK_MS).unref();
    },
    async stop(): Promise<void> {
      clearInterval(timer);
      await looking;
    },
  };
};
