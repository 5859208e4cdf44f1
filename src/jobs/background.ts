import { resolve } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { DEFAULT_TENANT, type TenantId } from '../domain/tenant.ts';
import { dropOldTexts } from '../knowledge/old-texts.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { exampleFolder } from '../lib/program-folder.ts';
import type { Extractor } from '../ports/extractor.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import type { Turns } from '../turn/turns.ts';
import { jobHandlers } from './jobs.ts';
import { repairIndex } from './repair-index.ts';
import { serveFolders } from './serve-folders.ts';
import { startWorker, type Worker } from './worker.ts';

export type BackgroundNeeds = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  extractor: Extractor;
  knowledge: Knowledge;
  turns: Turns;
  logger: Logger;
};

/** What a server does besides answering requests. */
export type Background = {
  /** There is something to read. */
  wake(tenant: TenantId): void;
  /** What is done about this document stops. */
  callOff(tenant: TenantId, documentId: string): void;
  /**
   * Ends what a dead server left running, brings the index in line, drops texts that nobody cites, reads what waits,
   * and mirrors these folders. The example documents go as soon as folders of one's own are served.
   */
  start(folders: readonly string[]): Promise<void>;
  stop(graceMs: number): Promise<void>;
};

export const createBackground = (needs: () => BackgroundNeeds): Background => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let worker: Worker | null = null;
  let mirroring: Promise<void> = Promise.resolve();

  return {
    wake: (tenant) => worker?.wake(tenant),
    callOff: (tenant, documentId) => worker?.callOff(tenant, documentId),

    async start(folders) {
      const { tenants, tenantIds, extractor, knowledge, turns, logger } = needs();
      for (const tenant of await tenantIds()) {
        await turns.recover(tenant);
        const stores = await tenants.open(tenant);
        await repairIndex(stores, { logger, signal });
        await dropOldTexts(stores);
      }
      const { takePassword, keepAttachments, progress, pace } = knowledge;
      const handlers = jobHandlers({ extractor, takePassword, keepAttachments, progress });
      worker = startWorker({ tenants, tenantIds, handlers, logger, observer: pace });
      if (folders.length > 0 && !folders.some((folder) => resolve(folder) === exampleFolder())) {
        await knowledge.forgetFolder(DEFAULT_TENANT, exampleFolder());
      }
      mirroring = serveFolders({ tenant: DEFAULT_TENANT, folders, knowledge, logger, signal });
    },

    async stop(graceMs) {
      stopping.abort(new Problem('stopping', 'The server is stopping.'));
      await worker?.stop(graceMs);
      await mirroring;
    },
  };
};
