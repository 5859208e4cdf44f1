import { resolve } from 'node:path';
import type { Access } from '../access/access.ts';
import { Problem } from '../domain/problem.ts';
import { DEFAULT_TENANT, type TenantId } from '../domain/tenant.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { exampleFolder } from '../lib/program-folder.ts';
import type { Extractor } from '../ports/extractor.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { TenantDoor, TenantStores } from '../ports/tenant-stores.ts';
import type { Turns } from '../turn/turns.ts';
import { createIndexWork } from './complete-index.ts';
import type { EmbeddingWork } from './embed-passages.ts';
import { sweepOriginals } from './sweep-originals.ts';
import { jobHandlers } from './jobs.ts';
import { prepareTenants } from './prepare-tenants.ts';
import { createPictureWatch } from './recognise-pictures.ts';
import { type ServedFolders, serveFolders } from './serve-folders.ts';
import { startWorker, type Worker } from './worker.ts';

export type BackgroundNeeds = {
  tenants: TenantDoor;
  tenantIds: () => Promise<TenantId[]>;
  extractor: Extractor;
  knowledge: Knowledge;
  turns: Turns;
  principalNow: Access['principalNow'];
  openFolder: ServedFolders['openFolder'];
  /** What this server answers with, told with every evaluation. */
  fingerprint: Readonly<Record<string, string>>;
  /** Null: passages have no vectors. */
  embedding: EmbeddingWork | null;
  logger: Logger;
};

/** What a server does besides answering requests. */
export type Background = {
  /** There is something to read. */
  wake(tenant: TenantId): void;
  /** What is done about this document stops. */
  callOff(tenant: TenantId, documentId: string): void;
  /**
   * Prepares the tenants, `default` before it returns, reads what waits, and mirrors these folders. The example documents go as soon as folders of one's own are served. `whole`: before it returns all documents of `default` are found.
   */
  start(options: { folders: readonly string[]; whole: boolean }): Promise<void>;
  stop(graceMs: number): Promise<void>;
};

export const createBackground = (needs: () => BackgroundNeeds): Background => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const begunAt = Date.now();
  let worker: Worker | null = null;
  let pictures: ReturnType<typeof createPictureWatch> | null = null;
  let isPrepared: (tenant: TenantId) => boolean = () => false;
  let preparing: Promise<void> = Promise.resolve();
  let mirroring: Promise<void> = Promise.resolve();

  return {
    wake: (tenant) => (isPrepared(tenant) ? worker?.wake(tenant) : undefined), // else it is woken then
    callOff: (tenant, documentId) => worker?.callOff(tenant, documentId),

    async start({ folders, whole }) {
      const { tenants, tenantIds, extractor, knowledge, turns, embedding, logger } = needs();
      const onReady = async (stores: TenantStores) => embedding?.request(stores);
      const { indexProgress } = knowledge;
      const indexing = createIndexWork({ progress: indexProgress, onWhole: onReady, logger });
      const asked = { tenants, tenantIds, turns, indexing, whole, logger, signal };
      const prepared = await prepareTenants(asked);
      isPrepared = prepared.isPrepared;
      const { takePassword, keepAttachments, progress, pace } = knowledge;
      const ingestion = { extractor, takePassword, keepAttachments, progress, onReady };
      const { principalNow, fingerprint } = needs();
      const evaluation = { tryQuestion: turns.try, principalNow, fingerprint };
      const handlers = jobHandlers(ingestion, { indexing, embedding, evaluation });
      const preparedIds = async () => (await tenantIds()).filter(isPrepared);
      worker = startWorker({ tenants, tenantIds: preparedIds, handlers, logger, observer: pace });
      const beginWork = async (tenant: TenantId): Promise<void> => {
        worker?.wake(tenant);
        await embedding?.request(await tenants.open(tenant));
      };
      await beginWork(DEFAULT_TENANT);
      preparing = prepared
        .prepareOthers(beginWork)
        .then(() => sweepOriginals({ tenants, tenantIds, knowledge, begunAt, logger, signal }));
      if (folders.length > 0 && !folders.some((folder) => resolve(folder) === exampleFolder())) {
        await knowledge.forgetFolder(DEFAULT_TENANT, exampleFolder());
      }
      pictures = createPictureWatch({
        tenants,
        tenantIds: preparedIds,
        extractor,
        wake: (tenant) => worker?.wake(tenant),
        logger,
      });
      pictures.start();
      const { openFolder } = needs();
      const serving = { folders, openFolder, knowledge, logger, signal };
      mirroring = serveFolders({ tenant: DEFAULT_TENANT, ...serving });
    },

    async stop(graceMs) {
      stopping.abort(new Problem('stopping', 'The server is stopping.'));
      needs().embedding?.stop();
      await preparing;
      await pictures?.stop();
      await worker?.stop(graceMs);
      await mirroring;
    },
  };
};
