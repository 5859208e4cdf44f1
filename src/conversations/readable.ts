import type { Citation } from '../domain/citation.ts';
import type { SourcePassage } from '../domain/message.ts';
import { mayRead, type Principal } from '../domain/principal.ts';
import type { DocumentRegister } from '../ports/document-register.ts';

type Spoken = { citations: readonly Citation[]; sources: readonly SourcePassage[] };

/**
 * Of the versions that stored answers speak of, those that the caller may read now: as its readers stand, or, of a
 * document that is gone, as they last stood. The caller holds the answer that cites it.
 */
const readableVersions = async (
  { citations, sources }: Spoken,
  principal: Principal,
  register: DocumentRegister,
): Promise<Set<string>> => {
  const ids = new Set([
    ...sources.map(({ versionId }) => versionId),
    ...citations.flatMap((citation) => (citation.kind === 'external' ? [] : [citation.versionId])),
  ]);
  const readable = await Promise.all(
    [...ids].map(async (id) => {
      const owner = await register.versionOwner(id);
      return owner && mayRead(owner.document.readers, principal) ? [id] : [];
    }),
  );
  return new Set(readable.flat());
};

/**
 * Law 7: rights count when a stored answer is read, not when it was given. The words of documents that the caller
 * may no longer read, or whose text is gone, are left out; that something was cited stays to be seen.
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
  const readable = await readableVersions(all, principal, register);
  return spoken.map((what) => ({
    ...what,
    citations: what.citations.map((citation): Citation =>
      citation.kind === 'external' || readable.has(citation.versionId)
        ? citation
        : { ...citation, quote: '', headings: [] },
    ),
    sources: what.sources.map((source) =>
      readable.has(source.versionId) ? source : { ...source, text: '', headings: [] },
    ),
  }));
};
