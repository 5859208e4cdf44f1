import type { Principal } from '../domain/principal.ts';
import { mayRead } from '../domain/principal.ts';
import type { RetrievalTrace, TracedCandidate } from '../domain/retrieval-trace.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';

export type Why = RetrievalTrace & { withheld: number };

/**
 * Law 7: of what came up, only what the reader may read now. Words of the index are told only as far as they stand in
 * such a passage: the others may be of documents that the reader never saw.
 */
export const withholdWhy = async (
  trace: RetrievalTrace,
  principal: Principal,
  { documents }: Pick<TenantStores, 'documents'>,
): Promise<Why> => {
  const versions = [...new Set(trace.candidates.map(({ versionId }) => versionId))];
  const readable = new Set<string>();
  for (const versionId of versions) {
    const owner = await documents.versionOwner(versionId);
    if (owner && mayRead(owner.document.readers, principal)) readable.add(versionId);
  }
  const candidates = trace.candidates.filter(({ versionId }) => readable.has(versionId));
  return {
    ...trace,
    terms: termsIn(trace, candidates),
    candidates,
    withheld: trace.candidates.length - candidates.length,
  };
};

const termsIn = ({ terms }: RetrievalTrace, candidates: readonly TracedCandidate[]) => {
  const shown = new Set(candidates.flatMap(({ evidence }) => evidence?.words ?? []));
  return terms.map((term) => ({
    ...term,
    variants: term.variants.filter(({ stem }) => shown.has(stem)),
  }));
};
