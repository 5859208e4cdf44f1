import type { Principal } from '../domain/principal.ts';
import type { RetrievalTrace, TracedCandidate } from '../domain/retrieval-trace.ts';
import type { QueryTerm } from '../domain/passage.ts';
import { mayReadVersion } from '../knowledge/rights.ts';
import type { TenantStores } from '../ports/tenant-stores.ts';

/** `weight` null: the word stands in nothing that is shown. */
type ToldTerm = Omit<QueryTerm, 'weight'> & { weight: number | null };
export type Why = Omit<RetrievalTrace, 'terms'> & { terms: ToldTerm[]; withheld: number };

/**
 * Law 7: of what came up, only what the reader may read now; of a deleted document only what an answer of theirs has
 * among its sources. Words of the index, and how rare they are, are told only as far as they stand in such a passage:
 * the others may be of documents that the reader never saw.
 */
export const withholdWhy = async (
  trace: RetrievalTrace,
  principal: Principal,
  { documents, conversations }: Pick<TenantStores, 'documents' | 'conversations'>,
): Promise<Why> => {
  const versions = [...new Set(trace.candidates.map(({ versionId }) => versionId))];
  const cited = await conversations.citedVersions(versions, principal.id);
  const readable = new Set<string>();
  for (const [versionId, owner] of await documents.versionOwners(versions)) {
    if (mayReadVersion(owner, principal) && (!owner.deleted || cited.has(versionId)))
      readable.add(versionId);
  }
  const candidates = trace.candidates.filter(({ versionId }) => readable.has(versionId));
  return {
    ...trace,
    terms: termsIn(trace, candidates),
    candidates,
    withheld: trace.candidates.length - candidates.length,
  };
};

const termsIn = ({ terms }: RetrievalTrace, candidates: readonly TracedCandidate[]): ToldTerm[] => {
  const shown = new Set(candidates.flatMap(({ evidence }) => evidence?.words ?? []));
  return terms.map(({ stem, weight, variants }) => {
    const told = variants.filter((variant) => shown.has(variant.stem));
    return { stem, weight: told.length > 0 ? weight : null, variants: told };
  });
};
