import type { Document, DocumentFormat, ExtractedText } from '../domain/document.ts';
import { mediaTypes, textFormatOf } from '../domain/document-format.ts';
import type { Passage } from '../domain/passage.ts';
import { dropOldTexts } from '../knowledge/old-texts.ts';
import { eachPassage, withoutTitle, type PassageLimits } from '../knowledge/passages.ts';
import { newId } from '../lib/ids.ts';
import { detectLanguage } from '../lib/language/detect-language.ts';
import type { ExtractionResult, Extractor } from '../ports/extractor.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { breathe } from '../lib/breathe.ts';
import type { JobHandler } from './worker.ts';

export type IngestOptions = {
  extractor: Extractor;
  passageLimits?: PassageLimits;
  /** The password that a person gave for this one reading. */
  takePassword: (tenant: string, documentId: string) => string | undefined;
};

type Ingestion = IngestOptions & { stores: TenantStores; document: Document; signal: AbortSignal };
type Reading = { format: DocumentFormat; extracted: ExtractedText; extractor: string };

const TITLE_LIMIT = 200;

/** Reads a document, cuts it into passages and makes them searchable. Every step may be done again. */
export const ingestDocument = (options: IngestOptions): JobHandler => ({
  kind: 'ingest-document',
  run: async (stores, { documentId = '' }, signal) => {
    const document = await stores.documents.document(documentId);
    if (!document) return;
    const ingestion = { ...options, stores, document, signal };
    await stores.documents.update(documentId, { state: 'extracting', reason: null });
    const reading = await read(ingestion).catch(async (error: unknown) => {
      if (await isWanted(ingestion)) throw error;
      return null; // its bytes were deleted while it was read
    });
    if (!reading || !(await isWanted(ingestion))) return;
    if ('extracted' in reading) await publish(ingestion, reading);
    else await giveUp(ingestion, reading);
  },
  abandoned: async (stores, { documentId = '' }) => {
    const reason = 'Reading this file failed several times. Reindex it, or upload it again.';
    await stores.documents.update(documentId, { state: 'failed', reason });
  },
});

/** Deleted, or given other bytes, while it was read: then the job for those says how it went. */
const isWanted = async ({ stores, document }: Ingestion): Promise<boolean> =>
  (await stores.documents.document(document.id))?.hash === document.hash;

type Unread = Exclude<ExtractionResult, { outcome: 'extracted' }>;

const read = async (ingestion: Ingestion): Promise<Reading | Unread> => {
  const { stores, document, extractor, takePassword, signal } = ingestion;
  const password = takePassword(stores.tenant, document.id);
  const known = password === undefined ? await readBefore(ingestion) : null;
  if (known) return known;
  const result = await extractor.extract({
    path: await stores.originals.localPath(document.hash),
    name: document.name,
    ...(password !== undefined && { password }),
    signal,
  });
  if (result.outcome !== 'extracted') return result;
  const { format, extracted } = result;
  return { format, extracted, extractor: extractionKey(extractor, format, password !== undefined) };
};

/**
 * Texts are kept by bytes and by how they were read: the name decides what a text file is. One read with a password
 * is kept apart, so that the bytes alone never give it away.
 */
const extractionKey = (
  extractor: Extractor,
  format: DocumentFormat,
  withPassword = false,
): string => `${extractor.version} ${format}${withPassword ? ' with password' : ''}`;

const readBefore = async ({ stores, document, extractor }: Ingestion): Promise<Reading | null> => {
  const possible = new Set<DocumentFormat>(['pdf', 'docx', 'html', textFormatOf(document.name)]);
  for (const format of possible) {
    const key = extractionKey(extractor, format);
    const extracted = await stores.documents.extraction(document.hash, key);
    if (extracted) return { format, extracted, extractor: key };
  }
  return null;
};

const giveUp = async (
  { stores, document }: Ingestion,
  { outcome, reason, mediaType }: Unread,
): Promise<void> => {
  if (stores.index.kind === 'managed') await stores.index.remove([document.id]);
  await stores.documents.update(document.id, { state: outcome, reason, mediaType });
};

/** The register first: it is the truth from which the index is repaired. */
const publish = async (ingestion: Ingestion, reading: Reading): Promise<void> => {
  const { stores, document, signal } = ingestion;
  const { extracted, extractor, format } = reading;
  const title = titleOf(extracted, document);
  const language = extracted.language ?? detectLanguage(extracted.text);
  const versionId = newId('version');
  const metadata = { ...extracted.metadata, ...document.metadata };
  const passages = await makePassages(ingestion, { extracted, title, language, versionId });
  signal.throwIfAborted();
  await stores.documents.update(document.id, { state: 'indexing', title, language, format });
  const versionNumber = await stores.documents.saveVersion({
    id: versionId,
    documentId: document.id,
    hash: document.hash,
    extractor,
    extracted,
    passages,
  });
  if (stores.index.kind === 'managed') {
    const indexed = { documentId: document.id, versionNumber, metadata, changedAt: Date.now() };
    await stores.index.publish(indexed, passages);
  }
  const kept = await stores.documents.update(document.id, {
    state: extracted.whole ? 'ready' : 'partly',
    reason: extracted.whole ? null : missingParts(extracted),
    mediaType: mediaTypes[format],
    pages: extracted.pages,
    warnings: extracted.warnings,
    metadata,
  });
  // Deleted while it was read: nothing of it stays in the index.
  if (!kept && stores.index.kind === 'managed') await stores.index.remove([document.id]);
  await dropOldTexts(stores, document.id);
};

type Version = { extracted: ExtractedText; title: string; language: string; versionId: string };

const makePassages = async (
  { document, passageLimits }: Ingestion,
  { extracted, title, language, versionId }: Version,
): Promise<Passage[]> => {
  const passages: Passage[] = [];
  const pause = breathe();
  for (const range of eachPassage(extracted, passageLimits)) {
    passages.push({
      id: newId('passage'),
      baseId: document.baseId,
      documentId: document.id,
      versionId,
      title,
      ...range,
      headings: withoutTitle(range.headings, title),
      language,
      text: extracted.text.slice(range.start, range.end),
      readers: document.readers,
    });
    await pause();
  }
  return passages;
};

const titleOf = (extracted: ExtractedText, document: Document): string =>
  (extracted.title ?? '').replaceAll(/\s+/gu, ' ').trim().slice(0, TITLE_LIMIT) || document.title;

const missingParts = ({ warnings }: ExtractedText): string => {
  const pages = warnings.flatMap(({ code, page }) =>
    code === 'page-not-read' && page ? [page] : [],
  );
  return pages.length > 0
    ? `Pages ${pages.join(', ')} could not be read: they are pictures or damaged. The rest is searched.`
    : (warnings.find(({ code }) => code === 'too-many-pages' || code === 'part-not-read')?.reason ??
        'A part of the file could not be read. The rest is searched.');
};
