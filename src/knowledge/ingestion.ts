import { isSettled, type Document } from '../domain/document.ts';
import { lanesWithin } from '../domain/lane.ts';
import { type Principal, mayRead } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import {
  idOfLane,
  ingestionOverview,
  type IngestionOverview,
  type OverviewServices,
} from './ingestion-overview.ts';
import { allDocuments } from './removal.ts';
import { demand, demandWriting, documentFor, readableBase, readableDocument } from './rights.ts';

export type IngestionServices = OverviewServices & {
  onQueued: (tenant: string) => void;
  /** What is done about this document stops. */
  onCalledOff: (tenant: string, documentId: string) => void;
};

/** A base, one of its lanes by its id, or everything. */
export type IngestionScope = { baseId?: string; laneId?: string };

const DEAD_SHOWN = 1000;

/** What people see of the reading of documents, and how they lead it. */
export const ingestionFunctions = (services: IngestionServices) => {
  const { tenants, onQueued, onCalledOff } = services;
  const { lanesOf, overview } = ingestionOverview(services);

  const lanesToPause = async (
    stores: TenantStores,
    principal: Principal,
    { baseId, laneId }: IngestionScope,
  ): Promise<string> => {
    if (laneId !== undefined) {
      const lanes = await lanesOf(stores, principal, baseId);
      const found = lanes.find(({ lane }) => idOfLane(lane) === laneId);
      if (!found) throw new Problem('not-found', 'There is no such lane.');
      return found.lane;
    }
    if (baseId === undefined) return lanesWithin();
    return lanesWithin({ baseId: (await readableBase(stores, principal, baseId)).id });
  };
  const lead = async (
    principal: Principal,
    scope: IngestionScope,
    how: 'pause' | 'resume',
  ): Promise<IngestionOverview> => {
    demand(principal, 'base:write');
    const stores = await tenants.open(principal.tenant);
    await stores.jobs[how](await lanesToPause(stores, principal, scope));
    onQueued(principal.tenant);
    return overview(principal);
  };

  return {
    overview,
    /** What is being read is read to its end. */
    pause: (principal: Principal, scope: IngestionScope) => lead(principal, scope, 'pause'),
    resume: (principal: Principal, scope: IngestionScope) => lead(principal, scope, 'resume'),

    /** Ends the reading of a document; what was searched of it before still is. */
    cancel: async (principal: Principal, id: string): Promise<Document> => {
      const stores = await tenants.open(principal.tenant);
      const document = await readableDocument(stores, principal, id);
      await demandWriting(stores, principal, document);
      const kept = document.versionId ? ' Its version before is still searched.' : '';
      const reason = `Reading it was cancelled. Reindex it to read it after all.${kept}`;
      if (!isSettled(document.state) && (await stores.documents.cancel(id, reason)))
        onCalledOff(principal.tenant, id);
      return readableDocument(stores, principal, id);
    },

    /** Reads everything of a base again that failed. */
    retryFailed: async (principal: Principal, baseId: string): Promise<number> => {
      demand(principal, 'document:write');
      const stores = await tenants.open(principal.tenant);
      const base = await readableBase(stores, principal, baseId);
      let documents = 0;
      for await (const document of allDocuments(stores, [base.id], 'failed')) {
        if (!mayRead(document.readers, principal)) continue;
        if (await stores.documents.requeue(document.id)) documents += 1;
      }
      onQueued(principal.tenant);
      return documents;
    },

    /** Documents whose reading was given up after several attempts, newest first. */
    givenUp: async (principal: Principal, baseId?: string) => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const found = [];
      for (const job of await stores.jobs.dead(DEAD_SHOWN)) {
        const document = job.about && (await documentFor(stores, principal, job.about));
        if (document && (baseId === undefined || document.baseId === baseId))
          found.push({ document, job });
      }
      return found;
    },
  };
};
