import type { DatabaseSync } from 'node:sqlite';
import type { QueryTerm, Retrieval } from '../../../domain/passage.ts';
import type { SearchRequest } from '../../../ports/knowledge-index.ts';
import { detectLanguage } from '../../../lib/language/detect-language.ts';
import { makeRows, type Candidate } from './passage-rows.ts';
import { queryTerms } from './query-terms.ts';
import { allowedScopes, type Allowed, type Scope } from './scope.ts';
import { highestScore, scorePassage, type ScoredTerm } from './scoring.ts';
import type { Snapshot } from './snapshot.ts';

export type Search = Omit<SearchRequest, 'signal'>;

/** Found by the text index, scored again with positions. */
const CANDIDATES = 100;
/**
 * Candidates come from the rarest words until these occur so often together: what a search costs then hardly
 * grows with the index. Words beyond it still count in the score.
 */
const POSTINGS = 30_000;

const countInScope = (database: DatabaseSync, { scopes, documents }: Allowed): number => {
  if (!documents) return [...scopes.values()].reduce((sum, scope) => sum + scope.passages, 0);
  const inDocument = database.prepare(
    'select scope, count(*) as passages from passages where document_id = ? group by scope',
  );
  return [...documents]
    .flatMap((documentId) => inDocument.all(documentId))
    .filter((row) => scopes.has(Number(row['scope'])))
    .reduce((sum, row) => sum + Number(row['passages']), 0);
};

const languagesOf = (scopes: Iterable<Scope>): { main: string; all: Set<string> } => {
  const passages = new Map<string, number>();
  for (const scope of scopes)
    passages.set(scope.language, (passages.get(scope.language) ?? 0) + scope.passages);
  const [main] = [...passages].toSorted(([, left], [, right]) => right - left)[0] ?? ['en'];
  return { main, all: new Set(passages.keys()) };
};

const rarest = (
  terms: readonly ScoredTerm[],
  frequency: (stem: string) => number,
): ScoredTerm[] => {
  const often = (term: ScoredTerm) =>
    term.variants.reduce((sum, { stem }) => sum + frequency(stem), 0);
  const rising = terms
    .map((term) => ({ term, often: often(term) }))
    .toSorted((left, right) => left.often - right.often);
  let sum = 0;
  return rising
    .filter((entry, place) => {
      sum += entry.often;
      return sum <= POSTINGS || place === 0;
    })
    .map(({ term }) => term);
};

export const makeSearch = (database: DatabaseSync) => {
  const { candidates, found } = makeRows(database);

  return (request: Search, snapshot: Snapshot): Retrieval => {
    const allowed = allowedScopes(snapshot.scopes, request);
    const passagesInScope = countInScope(database, allowed);
    const { main, all } = languagesOf(allowed.scopes.values());
    const language = detectLanguage(request.query, { fallback: main, among: all });
    if (passagesInScope === 0)
      return { passages: [], evidence: null, passagesInScope, terms: [], language };

    const terms = queryTerms(request.query, language, snapshot.words);
    if (terms.length === 0)
      return { passages: [], evidence: 0, passagesInScope, terms: [], language };

    const limit = Math.max(CANDIDATES, request.limit);
    const rare = rarest(terms, snapshot.words.frequency);
    let brought = candidates(rare, allowed, limit);
    if (brought.length < request.limit && rare.length < terms.length)
      brought = candidates(terms, allowed, limit);
    const best = brought
      .map((candidate) => ({
        ...candidate,
        score: scorePassage(candidate, terms, snapshot.averageLength),
      }))
      .toSorted((left, right) => right.score - left.score || left.row - right.row)
      .slice(0, request.limit);
    const highest = highestScore(terms);
    return {
      passages: best.flatMap((candidate) => {
        const scope = allowed.scopes.get(candidate.scope);
        return scope ? found(candidate, scope) : [];
      }),
      evidence: highest > 0 ? Math.min(1, (best[0]?.score ?? 0) / highest) : 0,
      passagesInScope,
      terms: withoutUnseen(terms, best),
      language,
    };
  };
};

/** Words of other people's passages are not shown as repairs: only those that stand in what was found. */
const withoutUnseen = (terms: readonly ScoredTerm[], best: readonly Candidate[]): QueryTerm[] => {
  const seen = new Set(
    terms.some(({ variants }) => variants.length > 1)
      ? best.flatMap(({ stems }) => stems.split(/\s/u))
      : [],
  );
  return terms.map(({ stem, weight, variants }) => ({
    stem,
    weight,
    variants: variants.filter((variant) => variant.stem === stem || seen.has(variant.stem)),
  }));
};
