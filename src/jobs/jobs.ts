import { describeDocumentJob } from './describe-document.ts';
import type { IndexWork } from './complete-index.ts';
import type { EmbeddingWork } from './embed-passages.ts';
import { evaluateBase, type EvaluateOptions } from './evaluate-base.ts';
import { ingestDocument, type IngestOptions } from './ingest-document.ts';
import { spreadReaders } from './spread-readers.ts';
import type { JobHandler } from './worker.ts';

/** What a server does besides, as far as it is set up for it. */
type FurtherWork = {
  indexing?: IndexWork;
  embedding?: EmbeddingWork | null;
  evaluation?: EvaluateOptions;
};

/** All work that outlives requests. A job is one file of this folder and one line here. */
export const jobHandlers = (
  options: IngestOptions,
  { indexing, embedding, evaluation }: FurtherWork = {},
): JobHandler[] => [
  ingestDocument(options),
  describeDocumentJob,
  spreadReaders,
  ...(indexing ? [indexing.handler] : []),
  ...(embedding ? [embedding.handler] : []),
  ...(evaluation ? [evaluateBase(evaluation)] : []),
];
