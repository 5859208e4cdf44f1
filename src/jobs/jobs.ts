import { ingestDocument, type IngestOptions } from './ingest-document.ts';
import type { JobHandler } from './worker.ts';

/** All work that outlives requests. A job is one file of this folder and one line here. */
export const jobHandlers = (options: IngestOptions): JobHandler[] => [ingestDocument(options)];
