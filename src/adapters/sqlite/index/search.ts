import type { DatabaseSync } from 'node:sqlite';
import type {
  FoundPassage,
  PassageEvidence,
  QueryTerm,
  Retrieval,
} from '../../../domain/passage.ts';
import type { SearchRequest } from '../../../ports/knowledge-index.ts';
import { detectLanguage } from '../../../lib/language/detect-language.ts';
import { boostOf } from './document-facts.ts';
import { makeRows, type Candidate } from './passage-rows.ts';
import { makeAllowed, type Scope } from './scope.ts';
import type { ScoredTerm } from './scoring.ts';
import type { Snapshot } from './snapshot.ts';
import { makeWordSearch, type FoundByWords } from './word-search.ts';

export type Search = Omit<SearchRequest, 'signal'>;

/** How many of those that nearly made it are shown to who asks for an explanation. */
const LEFT_OUT = 10;

const languagesOf = (scopes: Iterable<Scope>): { main: string; all: Set<string> } => {
  const passages = new Map<string, number>();
  for (const scope of scopes)
    passages.set(scope.language, (passages.get(scope.language) ?? 0) + scope.passages);
  const [main] = [...passages].toSorted(([, left], [, right]) => right - left)[0] ?? ['en'];
  return { main, all: new Set(passages.keys()) };
};

type Ranked = { candidate: Candidate; score: number; why: PassageEvidence };

const rankedByWords = ({ ranked }: FoundByWords): Ranked[] =>
  ranked.map(({ candidate, score, words }, place) => ({
    candidate,
    score,
    why: {
      wordRank: place + 1,
      wordScore: score,
      words,
      vectorRank: null,
      similarity: null,
      boost: 1,
    },
  }));

const boosted = (ranked: readonly Ranked[], { boosts }: Search): Ranked[] => {
  if (!boosts) return [...ranked];
  return ranked
    .map(({ candidate, score, why }) => {
      const boost = boostOf(candidate, boosts);
      return { candidate, score: score * boost, why: { ...why, boost } };
    })
    .toSorted((left, right) => right.score - left.score);
};

/** Words of other people's passages are not shown as repairs: only those that stand in what was found. */
const withoutUnseen = (terms: readonly ScoredTerm[], best: readonly Ranked[]): QueryTerm[] => {
  const seen = new Set(
    terms.some(({ variants }) => variants.length > 1)
      ? best.flatMap(({ candidate }) => candidate.stems.split(/\s/u))
      : [],
  );
  return terms.map(({ stem, weight, variants }) => ({
    stem,
    weight,
    variants: variants.filter((variant) => variant.stem === stem || seen.has(variant.stem)),
  }));
};

export const makeSearch = (database: DatabaseSync) => {
  const rows = makeRows(database);
  const allowedOf = makeAllowed(database);
  const searchWords = makeWordSearch(rows);

  return (request: Search, snapshot: Snapshot): Retrieval => {
    const { query, limit, explain } = request;
    const allowed = allowedOf(snapshot.scopes, request);
    const { main, all } = languagesOf(allowed.scopes.values());
    const language = detectLanguage(query, { fallback: main, among: all });
    const passagesInScope = allowed.passages;
    if (passagesInScope === 0)
      return { passages: [], evidence: null, passagesInScope, terms: [], language };

    const byWords = searchWords({ query, language, limit }, snapshot, allowed);
    const ranked = boosted(rankedByWords(byWords), request);
    const best = ranked.slice(0, limit);
    const shown = ({ candidate, score, why }: Ranked): FoundPassage[] => {
      const scope = allowed.scopes.get(candidate.scope);
      const found = scope ? rows.passage(candidate, scope) : [];
      return found.map((passage) => ({ ...passage, score, ...(explain && { why }) }));
    };
    return {
      passages: best.flatMap(shown),
      evidence: byWords.evidence,
      passagesInScope,
      terms: withoutUnseen(byWords.terms, best),
      language,
      ...(explain && { leftOut: ranked.slice(limit, limit + LEFT_OUT).flatMap(shown) }),
    };
  };
};
