import { describeDocumentJob } from './describe-document.ts';
import { ingestDocument, type IngestOptions } from './ingest-document.ts';
import { spreadReaders } from './spread-readers.ts';
import type { JobHandler } from './worker.ts';

/** All work that outlives requests. A job is one file of this folder and one line here. */
export const jobHandlers = (options: IngestOptions): JobHandler[] => [
  ingestDocument(options),
  describeDocumentJob,
  spreadReaders,
];
