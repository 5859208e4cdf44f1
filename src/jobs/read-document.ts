import type { Document, DocumentFormat, ExtractedText } from '../domain/document.ts';
import { mediaTypes, textFormatOf } from '../domain/document-format.ts';
import type { AttachedFile, ExtractionResult, Extractor } from '../ports/extractor.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import type { Ingestion } from './ingest-document.ts';

export type Reading = {
  format: DocumentFormat;
  mediaType: string | null;
  extracted: ExtractedText;
  /** The key of the extraction. */
  extractor: string;
  /** Null: not read again, the documents of it are there. */
  attachments: AttachedFile[] | null;
};
export type Unread = Exclude<ExtractionResult, { outcome: 'extracted' }>;

/** Reads the bytes, or takes what was read of equal ones. */
export const readDocument = async (ingestion: Ingestion): Promise<Reading | Unread> => {
  const { stores, document, extractor, takePassword, progress, signal } = ingestion;
  const password = takePassword(stores.tenant, document.id);
  const known = password === undefined ? await readBefore(ingestion) : null;
  if (known) return known;
  const checkpoints = stores.originals.checkpoints(document.hash, extractor.version);
  const result = await extractor.extract({
    path: await stores.originals.localPath(document.hash),
    name: document.name,
    // Pieces of a text that only a password opens are not kept.
    ...(password === undefined ? { checkpoints } : { password }),
    onProgress: (done, total) =>
      progress.set(stores.tenant, document.id, { stage: 'extracting', done, total }),
    signal,
  });
  await checkpoints.remove();
  if (result.outcome !== 'extracted') return result;
  const { format, mediaType, extracted, attachments } = result;
  const key: ExtractionKey = {
    format,
    attachments: attachments.length,
    withPassword: password !== undefined,
  };
  return { format, mediaType, extracted, attachments, extractor: writeKey(extractor, key) };
};

type ExtractionKey = { format: DocumentFormat; attachments: number; withPassword: boolean };

/**
 * Texts are kept by bytes and by how they were read: the name decides what a text file is. One read with a password
 * is kept apart, so that the bytes alone never give it away.
 */
const writeKey = (
  { version }: Extractor,
  { format, attachments, withPassword }: ExtractionKey,
): string =>
  `${version} ${format}${attachments > 0 ? ` with ${attachments} attached` : ''}${withPassword ? ' with password' : ''}`;

const readKey = ({ version }: Extractor, key: string): ExtractionKey | null => {
  if (!key.startsWith(`${version} `)) return null;
  const [, name = '', attached = '0', password] =
    /^(\S+)(?: with (\d+) attached)?( with password)?$/.exec(key.slice(version.length + 1)) ?? [];
  const format = formats.find((one) => one === name);
  return format
    ? { format, attachments: Number(attached), withPassword: password !== undefined }
    : null;
};

const formats = Object.keys(mediaTypes) as DocumentFormat[]; // the record's own type says so
const byName: readonly DocumentFormat[] = ['markdown', 'csv', 'text'];

/**
 * Equal bytes are read once, unless another name makes them another kind of text, or they carry files that are not
 * documents of this one yet.
 */
const readBefore = async ({ stores, document, extractor }: Ingestion): Promise<Reading | null> => {
  const { documents } = stores;
  for (const written of await documents.extractorsOf(document.hash)) {
    const key = readKey(extractor, written);
    if (!key || key.withPassword) continue;
    const { format } = key;
    if (byName.includes(format) && format !== textFormatOf(document.name)) continue;
    const attachments = key.attachments === 0 ? [] : null;
    if (attachments === null && !(await hasAttached(stores, document, key.attachments))) continue;
    const extracted = await documents.extraction(document.hash, written);
    if (extracted) return { format, mediaType: null, extracted, extractor: written, attachments };
  }
  return null;
};

const hasAttached = async (
  { documents }: TenantStores,
  { id, hash }: Document,
  files: number,
): Promise<boolean> => {
  const [current] = await documents.currentVersions(id);
  return current?.hash === hash && (await documents.attachmentsOf(id)).length === files;
};
