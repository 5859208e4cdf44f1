import { createHash } from 'node:crypto';
import type { Document } from '../domain/document.ts';
import { extensionOf } from '../domain/document-format.ts';
import type { FileSource, SourceFile, SourceRules } from '../ports/file-source.ts';
import type { MirroredFile } from '../ports/mirror-store.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { type IntakeLimits, safeName, takeIn, titleFromName } from './intake.ts';
import { applyRules, baseOfRules } from './mirror-rules.ts';
import { dropUnusedBytes, keepBytes } from './original-bytes.ts';
import type { Removal } from './removal.ts';

export type Mirroring = {
  stores: TenantStores;
  source: FileSource;
  /** Where documents go whose rules name no base. */
  defaultBaseId: string;
  limits: IntakeLimits;
  removal: Removal;
  signal: AbortSignal;
};

export type FileChange = { file: SourceFile; rules: SourceRules | null };
export type Outcome = 'added' | 'changed' | 'moved' | 'same';
/** What a mirror knows of a file, with the document it made of it. */
export type Mirrored = { known: MirroredFile; document: Document };
export type Taken = { outcome: Outcome; known: MirroredFile };

const NO_RULES: SourceRules = { metadata: {}, readers: null, base: null };

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What is remembered is written last: until then the next look does all of it again. */
const remember = async (
  { stores }: Mirroring,
  known: MirroredFile,
  { file, rules }: FileChange,
): Promise<MirroredFile> => {
  const now = { ...known, path: file.path, etag: file.etag, rules: rules ?? known.rules };
  await stores.mirrors.save({ documentId: now.documentId, etag: now.etag, rules: now.rules });
  return now;
};

const hashOf = async (mirroring: Mirroring, file: SourceFile): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of mirroring.source.read(file, mirroring.signal)) hash.update(chunk);
  return hash.digest('hex');
};

/** A document for a file that has none. Null: what it is for cannot be known yet, so it waits. */
export const addFile = async (mirroring: Mirroring, change: FileChange): Promise<Taken | null> => {
  const { stores, source, defaultBaseId, limits, removal, signal } = mirroring;
  const { file, rules } = change;
  if (!rules) return null;
  const base = await baseOfRules(stores, rules.base, defaultBaseId);
  const incoming = { bytes: source.read(file, signal), signal };
  const { id, hash, bytes } = await takeIn(stores, incoming, {
    document: {
      name: nameOf(file.path),
      source: { kind: 'folder', folder: source.name, path: file.path },
      base,
      metadata: rules.metadata,
      ...(rules.readers && { readers: rules.readers }),
    },
    limits,
    removal,
  });
  const taken = { documentId: id, path: file.path, hash, bytes, etag: null, rules: NO_RULES };
  return { outcome: 'added', known: await remember(mirroring, taken, change) };
};

/** Brings the document of a file in line with it. Bytes that are the same are not taken in again. */
export const updateFile = async (
  mirroring: Mirroring,
  { known, document }: Mirrored,
  change: FileChange,
): Promise<Taken> => {
  const { file, rules } = change;
  let bytes = { hash: known.hash, bytes: known.bytes };
  if (rules) await describe(mirroring, document, { known, rules });
  if (known.etag !== file.etag) bytes = await replaceBytes(mirroring, document, file);
  const outcome = bytes.hash === known.hash ? 'same' : 'changed';
  return { outcome, known: await remember(mirroring, { ...known, ...bytes }, change) };
};

const describe = (
  { stores, defaultBaseId }: Mirroring,
  document: Document,
  { known, rules }: { known: MirroredFile; rules: SourceRules },
) => applyRules(stores, document, { before: known.rules, after: rules, defaultBaseId });

const replaceBytes = async (mirroring: Mirroring, document: Document, file: SourceFile) => {
  const { stores, source, limits, removal, signal } = mirroring;
  const same = { hash: document.hash, bytes: document.bytes };
  if (file.bytes === document.bytes && (await hashOf(mirroring, file)) === document.hash)
    return same;
  const { oneAtATime } = removal;
  const keeping = {
    bytes: source.read(file, signal),
    signal,
    maxBytes: limits.uploadBytes,
    oneAtATime,
  };
  const kept = await keepBytes(stores, keeping, async (kept) => {
    if (kept.hash !== document.hash) await stores.documents.replaceBytes(document.id, kept);
    return kept;
  });
  if (kept.hash !== document.hash) await dropUnusedBytes(stores, document.hash, removal);
  return kept;
};

/**
 * The document of which this file is the moved one: its own is gone, and the bytes are the same. Among several, the
 * one of the same name.
 */
export const findMoved = async (
  mirroring: Mirroring,
  file: SourceFile,
  gone: readonly MirroredFile[],
): Promise<MirroredFile | null> => {
  const alike = gone.filter(({ bytes }) => bytes === file.bytes);
  if (alike.length === 0) return null;
  const hash = await hashOf(mirroring, file);
  const same = alike.filter((known) => known.hash === hash);
  return same.find(({ path }) => nameOf(path) === nameOf(file.path)) ?? same[0] ?? null;
};

/** The file went elsewhere: its document goes with it and stays the one that conversations speak of. */
export const moveFile = async (
  mirroring: Mirroring,
  { known, document }: Mirrored,
  change: FileChange,
): Promise<Taken> => {
  const { stores } = mirroring;
  const { path } = change.file;
  const name = safeName(nameOf(path));
  const isTitled = document.title !== titleFromName(document.name);
  const title = isTitled ? document.title : titleFromName(name);
  await stores.mirrors.place(document.id, { path, name, title });
  // Titles stand in the index, and among texts the name says how they are read.
  if (title !== document.title || extensionOf(name) !== extensionOf(document.name))
    await stores.documents.requeue(document.id);
  if (change.rules) await describe(mirroring, document, { known, rules: change.rules });
  return { outcome: 'moved', known: await remember(mirroring, known, change) };
};
