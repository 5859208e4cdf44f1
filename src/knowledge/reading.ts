import type { Box, Document, TextRange } from '../domain/document.ts';
import { EVERYONE, type Principal, type Reader } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { VersionDocument } from '../ports/document-register.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import { findInText } from './find-in-document.ts';
import { locatePassage, type Link, type Located } from './locate-passage.ts';
import { AROUND, mergePlaces } from './places.ts';
import { createRecentTexts, type ReadText } from './recent-texts.ts';
import { demand, readableBase, readableDocument, readableVersion } from './rights.ts';
import { outlineOf, type Outline } from './text-outline.ts';

export type Original = {
  name: string;
  /** One that a browser runs nothing of. */
  mediaType: string;
  /** Whether a browser may show it; otherwise it is only saved. */
  inline: boolean;
  size: number;
  hash: string;
  /** The bytes `[start, end)`, or all. */
  read(range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
};

export type ReadableVersion = ReadText & {
  versionId: string;
  /** False: the document has changed since, or is deleted. */
  current: boolean;
  document: VersionDocument;
};

export type FindWish = { words: string; limit: number; signal: AbortSignal };
export type FoundPlaces = { hits: (TextRange & { page: number | null })[]; more: boolean };

/** What a reader opens beside an answer: the original, its text, and where words stand on its pages. */
export const readingFunctions = ({ tenants }: { tenants: TenantDoor }) => {
  const readText = createRecentTexts();
  const ownerOf = async (principal: Principal, versionId: string) => {
    demand(principal, 'knowledge:read');
    const stores = await tenants.open(principal.tenant);
    return { stores, ...(await readableVersion(stores, principal, versionId)) };
  };
  const textOf = async (principal: Principal, versionId: string): Promise<ReadableVersion> => {
    const { stores, document, current } = await ownerOf(principal, versionId);
    const { tenant } = principal;
    return { ...(await readText(stores, { tenant, versionId })), versionId, current, document };
  };
  return {
    original: async (principal: Principal, documentId: string): Promise<Original> => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const document = await readableDocument(stores, principal, documentId);
      const size = await stores.originals.size(document.hash);
      if (size === null)
        throw new Problem('not-found', 'The original file of this document is not there.');
      const { hash, name } = document;
      return {
        name,
        hash,
        size,
        ...shownAs(document),
        read: (range) => stores.originals.read(hash, range),
      };
    },

    text: textOf,

    outline: async (principal: Principal, versionId: string): Promise<Outline> =>
      outlineOf(await textOf(principal, versionId)),

    /** Where words stand in a version, in order. */
    find: async (
      principal: Principal,
      versionId: string,
      { words, limit, signal }: FindWish,
    ): Promise<FoundPlaces> => {
      const { text, blocks } = await textOf(principal, versionId);
      const { hits, more } = await findInText(text, words, { limit, signal });
      return { hits: withPages(hits, blocks), more };
    },

    /** Where the passage of a link stands now. A text that is gone or not the caller's to read is no text. */
    locate: async (principal: Principal, link: Link): Promise<Located> => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      return locatePassage({ stores, readText }, principal, link);
    },

    /** Each has to read the base too; who that is, is told where the document names everyone. */
    readers: async (principal: Principal, documentId: string): Promise<Reader[]> => {
      demand(principal, 'knowledge:read');
      const stores = await tenants.open(principal.tenant);
      const { baseId, readers } = await readableDocument(stores, principal, documentId);
      if (!readers.includes(EVERYONE)) return readers;
      return (await readableBase(stores, principal, baseId)).readers;
    },

    /** Empty where the format has no pages. */
    places: async (principal: Principal, versionId: string, range: TextRange): Promise<Box[]> => {
      const { stores } = await ownerOf(principal, versionId);
      const around = { start: Math.max(0, range.start - AROUND), end: range.end + AROUND };
      const placed = await stores.documents.placed(versionId, around);
      if (placed.length === 0) return [];
      const { text } = await readText(stores, { tenant: principal.tenant, versionId });
      return mergePlaces(placed, { text, range });
    },
  };
};

/** Both are in the order of the text. */
const withPages = (hits: readonly TextRange[], blocks: ReadText['blocks']): FoundPlaces['hits'] => {
  let at = 0;
  return hits.map((hit) => {
    while (at < blocks.length - 1 && (blocks[at]?.end ?? 0) <= hit.start) at += 1;
    return { ...hit, page: blocks[at]?.page ?? null };
  });
};

/** Pictures made of points: a browser draws them, and runs nothing of them. */
const rasterImage = /^image\/(?:png|jpeg|gif|webp|bmp)$/u;

/** A page that somebody uploaded could run scripts as ours: it is shown as its source text. */
const shownAs = ({ format, mediaType }: Document): { mediaType: string; inline: boolean } => {
  if (rasterImage.test(mediaType)) return { mediaType, inline: true };
  switch (format) {
    case 'pdf':
      return { mediaType: 'application/pdf', inline: true };
    case 'html':
    case 'markdown':
    case 'text':
    case 'csv':
      return { mediaType: 'text/plain', inline: true };
    default:
      return { mediaType: 'application/octet-stream', inline: false };
  }
};
