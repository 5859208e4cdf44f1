import type { DatabaseSync } from 'node:sqlite';
import type { FoundPassage, QueryTerm, Retrieval } from '../../../domain/passage.ts';
import type { SearchRequest } from '../../../ports/knowledge-index.ts';
import { detectLanguage } from '../../../lib/language/detect-language.ts';
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
  const inDocument = database.prepare('select scope, count(*) as passages from passages where document_id = ? group by scope');
  return [...documents]
    .flatMap((documentId) => inDocument.all(documentId))
    .filter((row) => scopes.has(Number(row['scope'])))
    .reduce((sum, row) => sum + Number(row['passages']), 0);
};

const languagesOf = (scopes: Iterable<Scope>): { main: string; all: Set<string> } => {
  const passages = new Map<string, number>();
  for (const scope of scopes) passages.set(scope.language, (passages.get(scope.language) ?? 0) + scope.passages);
  const [main] = [...passages].sort(([, left], [, right]) => right - left)[0] ?? ['en'];
  return { main, all: new Set(passages.keys()) };
};

const rarest = (terms: readonly ScoredTerm[], frequency: (stem: string) => number): ScoredTerm[] => {
  const often = (term: ScoredTerm) => term.variants.reduce((sum, { stem }) => sum + frequency(stem), 0);
  const rising = terms.map((term) => ({ term, often: often(term) })).sort((left, right) => left.often - right.often);
  let sum = 0;
  return rising
    .filter((entry, place) => {
      sum += entry.often;
      return sum <= POSTINGS || place === 0;
    })
    .map(({ term }) => term);
};

const matchOf = (terms: readonly ScoredTerm[], clause: string): string => {
  const stems = new Set(terms.flatMap(({ variants }) => variants.map(({ stem }) => `"${stem}"`)));
  return `{title body} : (${[...stems].join(' OR ')})${clause}`;
};

type Candidate = { row: number; scope: number; documentId: string; length: number; stems: string; score: number };

export const makeSearch = (database: DatabaseSync) => {
  const sql = {
    find: database.prepare(
      'select rowid from stems where stems match ? order by bm25(stems, 2.0, 1.0, 0.0) limit ?',
    ),
    candidate: database.prepare('select row, scope, document_id, length, stems from passages where row = ?'),
    passage: database.prepare(
      'select id, version_id, title, headings, page, start, end, text from passages where row = ?',
    ),
  };

  const candidates = (terms: readonly ScoredTerm[], allowed: Allowed, limit: number): Candidate[] =>
    sql.find
      .all(matchOf(terms, allowed.clause), limit)
      .flatMap(({ rowid }) => sql.candidate.all(Number(rowid)))
      .map((row) => ({
        row: Number(row['row']),
        scope: Number(row['scope']),
        documentId: String(row['document_id']),
        length: Number(row['length']),
        stems: String(row['stems']),
        score: 0,
      }))
      .filter(
        ({ scope, documentId }) => allowed.scopes.has(scope) && (allowed.documents?.has(documentId) ?? true),
      );

  const found = (candidate: Candidate, scope: Scope): FoundPassage[] =>
    sql.passage.all(candidate.row).map((row) => ({
      id: String(row['id']),
      baseId: scope.baseId,
      documentId: candidate.documentId,
      versionId: String(row['version_id']),
      title: String(row['title']),
      headings: JSON.parse(String(row['headings'])) as string[],
      page: row['page'] === null ? null : Number(row['page']),
      start: Number(row['start']),
      end: Number(row['end']),
      language: scope.language,
      text: String(row['text']),
      readers: scope.readers,
      score: candidate.score,
    }));

  return (request: Search, snapshot: Snapshot): Retrieval => {
    const allowed = allowedScopes(snapshot.scopes, request);
    const passagesInScope = countInScope(database, allowed);
    const { main, all } = languagesOf(allowed.scopes.values());
    const language = detectLanguage(request.query, { fallback: main, among: all });
    if (passagesInScope === 0) return { passages: [], evidence: null, passagesInScope, terms: [], language };

    const terms = queryTerms(request.query, language, snapshot.words);
    if (terms.length === 0) return { passages: [], evidence: 0, passagesInScope, terms: [], language };

    const limit = Math.max(CANDIDATES, request.limit);
    const rare = rarest(terms, snapshot.words.frequency);
    let brought = candidates(rare, allowed, limit);
    if (brought.length < limit && rare.length < terms.length) brought = candidates(terms, allowed, limit);
    const best = brought
      .map((candidate) => ({ ...candidate, score: scorePassage(candidate, terms, snapshot.averageLength) }))
      .sort((left, right) => right.score - left.score || left.row - right.row)
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
  const seen = new Set(terms.some(({ variants }) => variants.length > 1) ? best.flatMap(({ stems }) => stems.split(/\s/u)) : []);
  return terms.map(({ stem, weight, variants }) => ({
    stem,
    weight,
    variants: variants.filter((variant) => variant.stem === stem || seen.has(variant.stem)),
  }));
};
