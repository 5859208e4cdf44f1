import type { DatabaseSync } from 'node:sqlite';
import type { FoundPassage, Retrieval } from '../../../domain/passage.ts';
import type { SearchRequest } from '../../../ports/knowledge-index.ts';
import { languageToldBy } from '../../../lib/language/detect-language.ts';
import { withoutFunctionWords } from '../../../lib/language/stems.ts';
import { closenessOf } from './closeness.ts';
import { makeRows } from './passage-rows.ts';
import { boosted, fused, rankedByWords, type Ranked } from './ranking.ts';
import { makeReadableWords } from './readable-words.ts';
import { makeRowOwners } from './row-owners.ts';
import { makeAllowed, type Allowed, type Scope } from './scope.ts';
import type { Snapshot } from './snapshot.ts';
import type { RowFilter } from './vectors/scan.ts';
import type { Compared, VectorSearch } from './vectors/vector-search.ts';
import { makeWordSearch, type FoundByWords } from './word-search.ts';

export type Search = Omit<SearchRequest, 'signal'>;

/** Passages that vectors bring up. */
const SIMILAR = 100;
/** Passages best by words that tell whether the vectors can be trusted. */
const BEST = 5;
/** In so many languages a word is looked for when the question does not tell its own. */
const LANGUAGES = 4;
/** How many of those that nearly made it are shown to who asks for an explanation. */
const LEFT_OUT = 10;

/** The one with the most passages first. */
const languagesOf = (scopes: Iterable<Scope>): string[] => {
  const passages = new Map<string, number>();
  for (const scope of scopes)
    passages.set(scope.language, (passages.get(scope.language) ?? 0) + scope.passages);
  return [...passages]
    .toSorted(([, left], [, right]) => right - left)
    .map(([language]) => language);
};

/** Function words of a language that no passage is in carry no subject either: "die" is no death in German. */
const inOwnWords = (query: string, inScope: readonly string[]): string => {
  const spoken = languageToldBy(query);
  return spoken === null || inScope.includes(spoken) ? query : withoutFunctionWords(query, spoken);
};

/** One byte for each number up to the highest: 1 for those that are given. */
const marked = (numbers: Iterable<number>): Uint8Array => {
  const given = [...numbers];
  const marks = new Uint8Array(given.reduce((most, number) => Math.max(most, number), 0) + 1);
  for (const number of given) marks[number] = 1;
  return marks;
};

/** The searches of one connection, each inside a transaction that is open. */
export const makeSearch = (database: DatabaseSync) => {
  const rows = makeRows(database);
  const owners = makeRowOwners(database);
  const allowedOf = makeAllowed(database);
  const searchWords = makeWordSearch(rows, makeReadableWords(database));

  const rowFilter = ({ scopes, documents }: Allowed): RowFilter => ({
    ...owners.current(),
    scopes: marked(scopes.keys()),
    documents: documents && marked(documents),
  });

  /** Null: words only, also when the vector is of a space that is not served any more. */
  const compare = (
    { vector, space, limit }: Search,
    { byWords, allowed }: { byWords: FoundByWords; allowed: Allowed },
    vectors: VectorSearch | null,
  ): (Compared & { space: string }) | null => {
    const served = vectors?.space();
    if (!vector || !vectors || served === undefined) return null;
    if (space !== undefined && space !== served) return null;
    const compared = vectors.compare({
      vector,
      allowed: rowFilter(allowed),
      wanted: Math.max(SIMILAR, limit),
      best: byWords.ranked.slice(0, BEST).map(({ candidate }) => candidate.row),
    });
    return { ...compared, space: served };
  };

  return (request: Search, snapshot: Snapshot, vectors: VectorSearch | null): Retrieval => {
    const { query, limit, explain, boosts } = request;
    const allowed = allowedOf(snapshot.scopes, request);
    const inScope = languagesOf(allowed.scopes.values());
    const told = languageToldBy(query, new Set(inScope));
    const languages = told === null ? inScope.slice(0, LANGUAGES) : [told];
    const mostSpoken = languages[0] ?? 'en';
    const passagesInScope = allowed.passages;
    if (passagesInScope === 0)
      return { passages: [], evidence: null, passagesInScope, terms: [], language: mostSpoken };

    const byWords = searchWords(
      {
        query: inOwnWords(query, inScope),
        languages,
        told: told !== null && inScope.length > 1,
        limit,
      },
      snapshot,
      allowed,
    );
    const compared = compare(request, { byWords, allowed }, vectors);
    const plainly = compared
      ? fused(byWords, compared, (found) => rows.candidates(found, allowed))
      : rankedByWords(byWords);
    const ranked = boosts ? boosted(plainly, boosts) : plainly;
    const best = ranked.slice(0, limit);
    const shown = ({ candidate, score, why }: Ranked): FoundPassage[] => {
      const scope = allowed.scopes.get(candidate.scope);
      const found = scope ? rows.passage(candidate, scope) : [];
      return found.map((passage) => ({ ...passage, score, ...(explain && { why }) }));
    };
    const passages = best.flatMap(shown);
    return {
      passages,
      evidence: Math.max(byWords.evidence, compared ? closenessOf(compared) : 0),
      passagesInScope,
      ...(compared && { space: compared.space }),
      terms: byWords.terms.map(({ stem, weight, variants }) => ({ stem, weight, variants })),
      // A single word tells no language: what it found does.
      language: told ?? passages[0]?.language ?? mostSpoken,
      ...(explain && { leftOut: ranked.slice(limit, limit + LEFT_OUT).flatMap(shown) }),
    };
  };
};
