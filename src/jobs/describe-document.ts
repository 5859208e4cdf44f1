import { spreadDescription } from '../knowledge/describe.ts';
import type { JobHandler } from './worker.ts';

/** Finishes a change of metadata or readers whose process died half way; mostly there is nothing left to do. */
export const describeDocumentJob: JobHandler = {
  kind: 'describe-document',
  run: (stores, { payload: { documentId = '' } }) => spreadDescription(stores, documentId),
  abandoned: () => Promise.resolve(),
};
