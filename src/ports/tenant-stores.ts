import type { TenantId } from '../domain/tenant.ts';
import type { BaseAnalytics } from './base-analytics.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { DocumentRegister } from './document-register.ts';
import type { DocumentStore } from './document-store.ts';
import type { EvaluationStore } from './evaluation-store.ts';
import type { JobQueue } from './job-queue.ts';
import type { KnowledgeIndex } from './knowledge-index.ts';
import type { MirrorStore } from './mirror-store.ts';

/** Everything that belongs to one tenant. Whoever holds it can reach that tenant and no other. */
export type TenantStores = {
  tenant: TenantId;
  conversations: ConversationStore;
  documents: DocumentRegister;
  originals: DocumentStore;
  index: KnowledgeIndex;
  jobs: JobQueue;
  evaluations: EvaluationStore;
  analytics: BaseAnalytics;
  mirrors: MirrorStore;
};

/** The door to tenants' data. An unknown tenant throws `not-found`: nothing is made by asking. */
export type TenantDoor = {
  open(tenant: TenantId): Promise<TenantStores>;
  close(): Promise<void>;
};
