import { existsSync } from 'node:fs';
import type { Passage, Retrieval } from '../../../domain/passage.ts';
import type { FacetRequest, IndexedDocument, VectorSpace } from '../../../ports/knowledge-index.ts';
import { makeStemmer } from '../../../lib/language/stems.ts';
import { serveCalls } from '../../../lib/worker-call.ts';
import { sqliteProblem } from '../sqlite-problem.ts';
import { openForSearch, openForWriting } from './index-database.ts';
import { deleteDatabase, deleteOtherVersions, isDamaged, versionedFile } from './index-file.ts';
import type { Description } from './describe.ts';
import type { Facets } from './facets.ts';
import { keepOpen } from './keep-open.ts';
import type { Search } from './search.ts';
import type { PassageVector, Served } from './vectors/spaces.ts';
import type { SpaceName } from './vectors/vector-file.ts';
import { openVectorSearch } from './vectors/vector-search.ts';

const MOST_OPEN = 64;
const REST_AFTER_MS = 60_000;
/** The codes of a million vectors take half a second to read: they stay while somebody reads an answer and thinks. */
const VECTORS_REST_AFTER_MS = 600_000;
/** The vocabulary of a large corpus. */
const REMEMBERED_WORDS = 300_000;

/** Of vectors, read ahead: a few milliseconds. */
const BLOCKS_AT_ONCE = 32;

const searching = keepOpen(openForSearch, MOST_OPEN);
const comparing = keepOpen(openVectorSearch, MOST_OPEN);
const stemmer = makeStemmer(REMEMBERED_WORDS);
const writing = keepOpen((file: string) => openForWriting(file, stemmer), MOST_OPEN);

/** What nobody needed for a while is closed: an idle tenant costs nothing. */
setInterval(() => {
  const open = [searching, writing].map((handles) => handles.closeIdle(REST_AFTER_MS));
  comparing.closeIdle(VECTORS_REST_AFTER_MS);
  if (open.every((left) => left === 0)) stemmer.forget();
}, REST_AFTER_MS);

const named = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (thrown) {
    throw sqliteProblem(thrown, 'The search index');
  }
};

type Prepared = { outcome: 'opened' | 'replaced'; served: Served | null };

/** An index that cannot be opened is made anew, empty: everything in it can be published again. */
const prepare = (file: string): Prepared => {
  const versioned = versionedFile(file);
  deleteOtherVersions(file);
  try {
    return { outcome: 'opened', served: writing.use(versioned).vectors().served() };
  } catch (thrown) {
    if (!isDamaged(thrown)) throw thrown;
    deleteDatabase(versioned);
    return { outcome: 'replaced', served: writing.use(versioned).vectors().served() };
  }
};

const vectorsOf = (file: string) => writing.use(versionedFile(file)).vectors();

const methods = {
  prepare: (file: string) => named(() => prepare(file)),
  search: (file: string, request: Search, vectorFile: string | null): Promise<Retrieval> =>
    named(() => {
      // While another space takes the place of the one that was served, its file is gone: then by words.
      const vectors =
        vectorFile !== null && existsSync(vectorFile) ? comparing.use(vectorFile) : null;
      return searching.use(versionedFile(file)).search(request, vectors);
    }),
  /** Reads vectors ahead, a little at a time: other searches come between. */
  warm: (vectorFile: string): Promise<boolean> =>
    named(() => !existsSync(vectorFile) || comparing.use(vectorFile).warm(BLOCKS_AT_ONCE)),
  /** The file is gone, or will be another one. */
  release: (vectorFile: string) => comparing.close(vectorFile),
  facets: (file: string, request: Omit<FacetRequest, 'signal'>): Promise<Facets> =>
    named(() => searching.use(versionedFile(file)).facets(request)),
  publish: (file: string, document: IndexedDocument, passages: readonly Passage[]): Promise<void> =>
    named(() => writing.use(versionedFile(file)).publish(document, passages)),
  describe: (file: string, documentId: string, change: Description): Promise<boolean> =>
    named(() => writing.use(versionedFile(file)).describe(documentId, change)),
  remove: (file: string, documentIds: readonly string[]): Promise<void> =>
    named(() => writing.use(versionedFile(file)).remove(documentIds)),
  contents: (file: string): Promise<Map<string, number>> =>
    named(() => writing.use(versionedFile(file)).contents()),
  spaces: (file: string): Promise<VectorSpace[]> => named(() => vectorsOf(file).spaces()),
  served: (file: string): Promise<Served | null> => named(() => vectorsOf(file).served()),
  missing: (file: string, space: string, limit: number): Promise<{ id: string; text: string }[]> =>
    named(() => vectorsOf(file).missing(space, limit)),
  add: (file: string, space: SpaceName, vectors: readonly PassageVector[]): Promise<void> =>
    named(() => vectorsOf(file).add(space, vectors)),
  serve: (file: string, space: string): Promise<boolean> =>
    named(() => vectorsOf(file).serve(space)),
  drop: (file: string, space: string): Promise<void> => named(() => vectorsOf(file).drop(space)),
};

export type IndexMethods = typeof methods;

serveCalls(methods);
