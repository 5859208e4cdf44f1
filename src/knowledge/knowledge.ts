import type { TenantDoor } from '../ports/tenant-stores.ts';
import { type Attaching, keepAttachments } from './attachments.ts';
import { analyticsFunctions } from './analytics.ts';
import { baseFunctions } from './bases.ts';
import { describingFunctions } from './bulk-metadata.ts';
import { documentFunctions } from './documents.ts';
import { runFunctions } from './evaluation/runs.ts';
import { testQuestionFunctions } from './evaluation/test-questions.ts';
import { forgettingFunctions } from './forgetting.ts';
import { ingestionFunctions } from './ingestion.ts';
import { createIndexProgress } from './index-progress.ts';
import type { IntakeLimits } from './intake.ts';
import { createOneAtATime } from './one-at-a-time.ts';
import { createPace } from './pace.ts';
import { createPasswords } from './passwords.ts';
import { createReadingProgress } from './reading-progress.ts';
import { readingFunctions } from './reading.ts';
import { plainRetrieve, type Retrieve } from './retrieve.ts';
import { searchFunctions } from './searching.ts';
import { createSourceBoard, sourceFunctions } from './sources.ts';
import { suggesting } from './suggestions.ts';

export type KnowledgeOptions = {
  tenants: TenantDoor;
  limits?: IntakeLimits;
  /** Called when there is a document to be read, so that nobody has to wait for the next look. */
  onQueued?: (tenant: string) => void;
  /** Called when a document is not to be read any more. */
  onCalledOff?: (tenant: string, documentId: string) => void;
  /** Left out: by words, as they stand. */
  retrieve?: Retrieve;
};

const UPLOAD_BYTES = 100_000_000;

/** Everything that people do with documents. Each function checks what its principal may do and read. */
export const createKnowledge = ({
  tenants,
  limits = { uploadBytes: UPLOAD_BYTES },
  onQueued = () => undefined,
  onCalledOff = () => undefined,
  retrieve = plainRetrieve,
}: KnowledgeOptions) => {
  const removal = { oneAtATime: createOneAtATime() };
  const passwords = createPasswords();
  const progress = createReadingProgress();
  const pace = createPace();
  const indexProgress = createIndexProgress();
  const board = createSourceBoard();
  return {
    bases: baseFunctions({ tenants, removal, board, onQueued }),
    suggestions: suggesting(tenants),
    analytics: analyticsFunctions({ tenants }),
    testQuestions: testQuestionFunctions({ tenants }),
    evaluations: runFunctions({ tenants, onQueued }),
    ...describingFunctions({ tenants }),
    documents: documentFunctions({
      tenants,
      limits,
      removal,
      board,
      passwords,
      onQueued,
      onCalledOff,
      progress,
    }),
    ...readingFunctions({ tenants }),
    ingestion: ingestionFunctions({
      tenants,
      pace,
      progress,
      indexProgress,
      onQueued,
      onCalledOff,
    }),
    ...forgettingFunctions({ tenants, removal }),
    ...searchFunctions({ tenants, retrieve }),
    ...sourceFunctions({ tenants, limits, removal, board, onQueued }),

    /** For the ingestion job: once, then it is gone. */
    takePassword: passwords.take,
    /** For the jobs: makes documents of what a mail carries. */
    keepAttachments: (attaching: Attaching) => keepAttachments({ limits, removal }, attaching),
    /** For the jobs to tell: how far they are with a document, and how fast they are. */
    progress,
    indexProgress,
    pace,
  };
};

export type Knowledge = ReturnType<typeof createKnowledge>;
