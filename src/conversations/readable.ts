import type { Citation } from '../domain/citation.ts';
import type { SourcePassage } from '../domain/message.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import type { DocumentRegister } from '../ports/document-register.ts';

type Spoken = { citations: readonly Citation[]; sources: readonly SourcePassage[] };

/** Of the documents that stored answers speak of, those that the caller may read now. */
const readableDocuments = async (
  { citations, sources }: Spoken,
  principal: Principal,
  register: DocumentRegister,
): Promise<Set<string>> => {
  const ids = new Set([
    ...sources.map(({ documentId }) => documentId),
    ...citations.flatMap((citation) => (citation.kind === 'external' ? [] : [citation.documentId])),
  ]);
  if (ids.size === 0) return ids;
  const bases = new Map((await register.bases()).map((base) => [base.id, base]));
  const readable = await Promise.all(
    [...ids].map(async (id) => {
      const document = await register.document(id);
      const base = document && bases.get(document.baseId);
      const may = base && mayRead(document.readers, principal) && mayRead(base.readers, principal);
      return may ? [id] : [];
    }),
  );
  return new Set(readable.flat());
};

/**
 * Law 7: rights count when a stored answer is read, not when it was given. The words of documents that the caller
 * may no longer read, or that are gone, are left out; that something was cited stays to be seen.
 */
export const withholdFrom = async <What extends Spoken>(
  spoken: readonly What[],
  principal: Principal,
  register: DocumentRegister,
) => {
  const all = {
    citations: spoken.flatMap(({ citations }) => citations),
    sources: spoken.flatMap(({ sources }) => sources),
  };
  const readable = await readableDocuments(all, principal, register);
  return spoken.map((what) => ({
    ...what,
    citations: what.citations.map((citation): Citation =>
      citation.kind === 'external' || readable.has(citation.documentId)
        ? citation
        : { ...citation, quote: '', headings: [] },
    ),
    sources: what.sources.map((source) =>
      readable.has(source.documentId) ? source : { ...source, text: '', headings: [] },
    ),
  }));
};
