import type { Box, Document, TextRange } from '../domain/document.ts';
import type { Principal } from '../domain/principal.ts';
import { Problem } from '../domain/problem.ts';
import type { VersionDocument, VersionText } from '../ports/document-register.ts';
import type { TenantDoor } from '../ports/tenant-stores.ts';
import { mergePlaces } from './places.ts';
import { demand, missingDocument, readableDocument, readableVersion } from './rights.ts';

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

export type ReadableVersion = Pick<VersionText, 'text' | 'blocks'> & {
  versionId: string;
  /** False: the document has changed since, or is deleted. */
  current: boolean;
  document: VersionDocument;
};

/** What a reader opens beside an answer: the original, its text, and where words stand on its pages. */
export const readingFunctions = ({ tenants }: { tenants: TenantDoor }) => {
  const ownerOf = async (principal: Principal, versionId: string) => {
    demand(principal, 'knowledge:read');
    const stores = await tenants.open(principal.tenant);
    return { stores, ...(await readableVersion(stores, principal, versionId)) };
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

    text: async (principal: Principal, versionId: string): Promise<ReadableVersion> => {
      const { stores, document, current } = await ownerOf(principal, versionId);
      const found = await stores.documents.text(versionId);
      if (!found) throw missingDocument();
      return { text: found.text, blocks: found.blocks, versionId, current, document };
    },

    /** Empty where the format has no pages. */
    places: async (principal: Principal, versionId: string, range: TextRange): Promise<Box[]> => {
      const { stores } = await ownerOf(principal, versionId);
      return mergePlaces(await stores.documents.placed(versionId, range), range);
    },
  };
};

/** A page that somebody uploaded could run scripts as ours: it is shown as its source text. */
const shownAs = ({ format }: Document): { mediaType: string; inline: boolean } => {
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
