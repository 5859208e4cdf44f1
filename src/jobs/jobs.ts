import { describeDocumentJob } from './describe-document.ts';
import type { EmbeddingWork } from './embed-passages.ts';
import { evaluateBase, type EvaluateOptions } from './evaluate-base.ts';
import { ingestDocument, type IngestOptions } from './ingest-document.ts';
import { spreadReaders } from './spread-readers.ts';
import type { JobHandler } from './worker.ts';

/** All work that outlives requests. A job is one file of this folder and one line here. */
export const jobHandlers = (
  options: IngestOptions,
  embedding: EmbeddingWork | null = null,
  evaluation: EvaluateOptions | null = null,
): JobHandler[] => [
  ingestDocument(options),
  describeDocumentJob,
  spreadReaders,
  ...(embedding ? [embedding.handler] : []),
  ...(evaluation ? [evaluateBase(evaluation)] : []),
];
