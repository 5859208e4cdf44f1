import { describe } from 'vitest';
import { accountStoreConformance } from '../../../testing/conformance/account-store.ts';
import { baseAnalyticsConformance } from '../../../testing/conformance/base-analytics.ts';
import { conversationStoreConformance } from '../../../testing/conformance/conversation-store.ts';
import { documentRegisterConformance } from '../../../testing/conformance/document-register.ts';
import {
  openFolder,
  temporaryFolder,
  twoEmbeddedTenants,
} from '../../../testing/conformance/embedded-folder.ts';
import { evaluationStoreConformance } from '../../../testing/conformance/evaluation-store.ts';
import { jobQueueConformance } from '../../../testing/conformance/job-queue.ts';
import { mirrorStoreConformance } from '../../../testing/conformance/mirror-store.ts';

describe('conversations in SQLite', () => {
  conversationStoreConformance(twoEmbeddedTenants((stores) => stores.conversations));
});

describe('documents in SQLite', () => {
  documentRegisterConformance(twoEmbeddedTenants(({ documents, jobs }) => ({ documents, jobs })));
});

describe('jobs in SQLite', () => {
  jobQueueConformance(twoEmbeddedTenants((stores) => stores.jobs));
});

describe('accounts in SQLite', () => {
  accountStoreConformance(async () => {
    const folder = await temporaryFolder();
    const { accounts, close } = await openFolder(folder.path);
    return { accounts, close: () => close().then(folder.remove) };
  });
});

describe('test questions and runs in SQLite', () => {
  evaluationStoreConformance(
    twoEmbeddedTenants(({ evaluations, documents, jobs }) => ({ evaluations, documents, jobs })),
  );
});

describe('the use of bases in SQLite', () => {
  baseAnalyticsConformance(
    twoEmbeddedTenants(({ analytics, conversations, documents }) => ({
      analytics,
      conversations,
      documents,
    })),
  );
});

describe('mirrors in SQLite', () => {
  mirrorStoreConformance(twoEmbeddedTenants(({ mirrors, documents }) => ({ mirrors, documents })));
});
