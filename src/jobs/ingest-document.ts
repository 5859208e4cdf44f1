import type { Document, DocumentWarning, ExtractedText } from '../domain/document.ts';
import { mediaTypes } from '../domain/document-format.ts';
import type { Attaching } from '../knowledge/attachments.ts';
import { createOneAtATime, type OneAtATime } from '../knowledge/one-at-a-time.ts';
import { dropOldTexts } from '../knowledge/old-texts.ts';
import type { PassageLimits } from '../knowledge/passages.ts';
import type { Progress } from '../knowledge/reading-progress.ts';
import { newId } from '../lib/ids.ts';
import { detectLanguage } from '../lib/language/detect-language.ts';
import type { DocumentChange } from '../ports/document-register.ts';
import type { Extractor } from '../ports/extractor.ts';
import type { Job } from '../ports/job-queue.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { makePassages, titleOf } from './make-passages.ts';
import { publishDocument } from './publish-document.ts';
import { readDocument, type Reading, type Unread } from './read-document.ts';
import type { JobHandler } from './worker.ts';

export type IngestOptions = {
  extractor: Extractor;
  passageLimits?: PassageLimits;
  /** The password that a person gave for this one reading. */
  takePassword: (tenant: string, documentId: string) => string | undefined;
  /** Makes documents of what a mail carries; gives how many were left out. */
  keepAttachments: (attaching: Attaching) => Promise<number>;
  progress: Progress;
  /** It is searched by its words from now on. */
  onReady?: (stores: TenantStores, document: Document) => Promise<void>;
};

export type Ingestion = IngestOptions & {
  /** Equal bytes that come at once are read once: the others find its text. */
  oneAtATime: OneAtATime;
  stores: TenantStores;
  document: Document;
  job: Job;
  signal: AbortSignal;
};

/**
 * Reads a document, cuts it into passages and makes them searchable. Every step may be done again, and what a step
 * saved is not done again. What the job writes takes effect only while it holds its claim; until the end of it the
 * version before is searched.
 */
export const ingestDocument = (
  options: IngestOptions,
  oneAtATime = createOneAtATime(),
): JobHandler => ({
  kind: 'ingest-document',
  run: async (stores, job, signal) => {
    const { documentId = '' } = job.payload;
    const document = await stores.documents.document(documentId);
    if (!document) return;
    const ingestion = { ...options, oneAtATime, stores, document, job, signal };
    try {
      if (document.state === 'indexing') await publish(ingestion); // its version was saved before a crash
      else if (await readInTurn(ingestion)) await publish(ingestion);
    } finally {
      options.progress.end(stores.tenant, documentId);
    }
  },
  abandoned: async (stores, job) => {
    const { documentId = '' } = job.payload;
    const document = await stores.documents.document(documentId);
    const reason = 'Reading this file failed several times. Reindex it, or upload it again.';
    const told = { state: 'failed', reason: withOldVersion(reason, document) } as const;
    await stores.documents.advance(documentId, job, told);
  },
});

const readInTurn = (ingestion: Ingestion): Promise<boolean> =>
  ingestion.oneAtATime(`${ingestion.stores.tenant} ${ingestion.document.hash}`, () =>
    readAndSave(ingestion),
  );

/** False: there is nothing to publish. */
const readAndSave = async (ingestion: Ingestion): Promise<boolean> => {
  const { stores, document, job, signal } = ingestion;
  signal.throwIfAborted();
  const begun: DocumentChange = { state: 'extracting', reason: null };
  if (!(await stores.documents.advance(document.id, job, begun))) return false;
  const reading = await readDocument(ingestion).catch(async (error: unknown) => {
    if (await isWanted(ingestion)) throw error;
    return null; // its bytes were deleted while it was read
  });
  signal.throwIfAborted();
  if (!reading || !(await isWanted(ingestion))) return false;
  if ('extracted' in reading) {
    await saveVersion(ingestion, reading);
    return true;
  }
  await giveUp(ingestion, reading);
  return false;
};

/** Deleted, or given other bytes, while it was read: then the job for those says how it went. */
const isWanted = async ({ stores, document }: Ingestion): Promise<boolean> =>
  (await stores.documents.document(document.id))?.hash === document.hash;

/** The version before stays: people have its answers until the document can be read again. */
const giveUp = async (
  { stores, document, job }: Ingestion,
  { outcome, reason, mediaType }: Unread,
): Promise<void> => {
  const told = { state: outcome, reason: withOldVersion(reason, document), mediaType } as const;
  await stores.documents.settle(document.id, job, told);
};

const withOldVersion = (reason: string, document: Document | null): string =>
  document?.versionId ? `${reason} Its version before is still searched.` : reason;

/** The register first: it is the truth from which the index is repaired. */
const saveVersion = async (ingestion: Ingestion, reading: Reading): Promise<void> => {
  const { stores, document, job, signal, progress } = ingestion;
  const { extracted, extractor, format } = reading;
  progress.set(stores.tenant, document.id, { stage: 'indexing', done: null, total: null });
  const title = titleOf(extracted, document);
  const language = extracted.language ?? detectLanguage(extracted.text);
  const id = newId('version');
  const version = { format, extracted, title, language, versionId: id };
  const passages = await makePassages(ingestion, version);
  const leftOut = await keepAttached(ingestion, reading);
  signal.throwIfAborted();
  const { documents } = stores;
  const kept = { id, documentId: document.id, hash: document.hash, extractor, extracted, passages };
  await documents.saveVersion({ ...kept, claim: job });
  await documents.advance(document.id, job, {
    state: 'indexing',
    title,
    language,
    format,
    mediaType: reading.mediaType ?? mediaTypes[format],
    reason: missingParts(extracted),
    pages: extracted.pages,
    warnings: [...extracted.warnings, ...leftOut],
    metadata: { ...extracted.metadata, ...document.metadata },
  });
};

/** What could not be taken of a mail is a warning of it. Null: what it carries is there from an earlier reading. */
const keepAttached = async (
  { stores, document, signal, keepAttachments }: Ingestion,
  { attachments, extracted }: Reading,
): Promise<DocumentWarning[]> => {
  if (attachments === null) return [];
  const leftOut = await keepAttachments({
    stores,
    mail: document,
    metadata: { ...extracted.metadata, ...(extracted.title && { email_subject: extracted.title }) },
    files: attachments,
    signal,
  });
  if (leftOut === 0) return [];
  const reason = `${leftOut} attached files were left out: they are too many, or too deep in other mails.`;
  return [{ code: 'attachments-left-out', reason, range: null }];
};

/** Also the second half after a crash: everything it needs is in the register. */
const publish = async (ingestion: Ingestion): Promise<void> => {
  const { stores, job, progress, onReady } = ingestion;
  const { id } = ingestion.document;
  progress.set(stores.tenant, id, { stage: 'indexing', done: null, total: null });
  const document = await publishDocument(stores, id);
  if (!document) return;
  const { reason } = document;
  await dropOldTexts(stores, id);
  await onReady?.(stores, document);
  await stores.documents.settle(id, job, { state: reason === null ? 'ready' : 'partly', reason });
};

const MOST_PAGES = 12;

const pagesInWords = (pages: readonly number[]): string => {
  if (pages.length === 1) return `Page ${pages.join('')}`;
  const more = pages.length - MOST_PAGES;
  return `Pages ${pages.slice(0, MOST_PAGES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

const missingParts = ({ whole, warnings }: ExtractedText): string | null => {
  if (whole) return null;
  const pages = warnings.flatMap(({ code, page }) =>
    code === 'page-not-read' && page ? [page] : [],
  );
  return pages.length > 0
    ? `${pagesInWords(pages)} could not be read: pictures, or damaged. The rest is searched.`
    : (warnings.find(({ code }) => code === 'too-many-pages' || code === 'part-not-read')?.reason ??
        'A part of the file could not be read. The rest is searched.');
};
