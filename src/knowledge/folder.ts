import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Document } from '../domain/document.ts';
import type { KnowledgeBase } from '../domain/knowledge-base.ts';
import { Problem } from '../domain/problem.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';
import { codeOf, type FolderFile, type FolderProblem, listFolder } from './folder-files.ts';
import { type IntakeLimits, takeIn } from './intake.ts';
import { dropUnusedBytes, keepBytes } from './original-bytes.ts';
import { type Removal, removeDocument } from './removal.ts';

export type FolderRequest = {
  /** Absolute path that the operator named. */
  folder: string;
  baseId: string;
  signal: AbortSignal;
  /** What was seen before, by path; kept by the caller between scans so that unchanged files are not read again. */
  known: Map<string, string>;
};

export type FolderScan = {
  added: number;
  changed: number;
  removed: number;
  problems: FolderProblem[];
};

type Services = { stores: TenantStores; limits: IntakeLimits; removal: Removal };

const LIMITS = { files: 50_000, depth: 32 };

/**
 * Adds what is new, replaces what changed, deletes what is gone. Where the folder or a part of it cannot be read,
 * nothing is deleted: a disk that was not mounted must not empty a base.
 */
export const scanFolder = async (
  services: Services,
  request: FolderRequest,
): Promise<FolderScan> => {
  const scan: FolderScan = { added: 0, changed: 0, removed: 0, problems: [] };
  const { stores, limits } = services;
  const { folder, known, signal } = request;
  const contents = await listFolder(folder, { ...LIMITS, fileBytes: limits.uploadBytes }).catch(
    (error: unknown) => ({
      files: [],
      problems: [
        {
          path: '',
          reason: `The folder cannot be read (${codeOf(error)}). Its documents are kept.`,
        },
      ],
      whole: false,
    }),
  );
  scan.problems.push(...contents.problems);
  const documents = new Map(
    (await stores.documents.fromFolder(folder)).flatMap((document) =>
      document.source.kind === 'folder' ? [[document.source.path, document] as const] : [],
    ),
  );
  const base = contents.files.length === 0 ? null : await baseOf(stores, request.baseId);
  for (const file of contents.files) {
    signal.throwIfAborted();
    const stamp = `${file.size} ${file.changedAt}`;
    if (base === null || known.get(file.path) === stamp) continue;
    try {
      const done = await takeFile({ services, base, request }, file, documents.get(file.path));
      if (done) scan[done] += 1;
      known.set(file.path, stamp);
    } catch (error) {
      signal.throwIfAborted();
      scan.problems.push({ path: file.path, reason: `It cannot be read (${codeOf(error)}).` });
    }
  }
  if (!contents.whole) return scan;
  if (contents.files.length === 0 && documents.size > 0) {
    scan.problems.push({
      path: '',
      reason: 'The folder is empty now. Its documents are kept: a disk may be missing.',
    });
    return scan;
  }
  const present = new Set(contents.files.map((file) => file.path));
  for (const [path, document] of documents) {
    if (present.has(path) || scan.problems.some((problem) => problem.path === path)) continue;
    await removeDocument(stores, document, services.removal);
    known.delete(path);
    scan.removed += 1;
  }
  return scan;
};

type Taking = { services: Services; base: KnowledgeBase; request: FolderRequest };

const takeFile = async (
  { services, base, request: { folder, signal } }: Taking,
  file: FolderFile,
  document: Document | undefined,
): Promise<'added' | 'changed' | null> => {
  const { stores, limits, removal } = services;
  const bytes = () => createReadStream(file.absolute, { signal });
  if (!document) {
    const source = { kind: 'folder', folder, path: file.path } as const;
    await takeIn(
      stores,
      { bytes: bytes(), signal },
      {
        document: { name: basename(file.path), source, base },
        limits,
        removal,
      },
    );
    return 'added';
  }
  if ((await hashOf(bytes())) === document.hash) return null;
  const { oneAtATime } = removal;
  const keeping = { bytes: bytes(), signal, maxBytes: limits.uploadBytes, oneAtATime };
  await keepBytes(stores, keeping, async (kept) => {
    if (await stores.documents.replaceBytes(document.id, kept)) return;
    throw new Problem('not-found', 'The document was deleted in the meantime.');
  });
  await dropUnusedBytes(stores, document.hash, removal);
  return 'changed';
};

const hashOf = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex');
};

const baseOf = async (stores: TenantStores, id: string): Promise<KnowledgeBase> => {
  const known = await stores.documents.base(id);
  if (known) return known;
  throw new Problem('not-found', 'There is no such knowledge base.');
};
