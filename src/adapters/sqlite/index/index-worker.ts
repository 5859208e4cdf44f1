import { existsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Passage, Retrieval } from '../../../domain/passage.ts';
import type {
  FacetRequest,
  IndexedDocument,
  Renewal,
  VectorSpace,
} from '../../../ports/knowledge-index.ts';
import { makeStemmer } from '../../../lib/language/stems.ts';
import { serveCalls } from '../../../lib/worker-call.ts';
import { openForSearch, openForWriting } from './index-database.ts';
import {
  deleteDatabase,
  deleteOtherVersions,
  isDamaged,
  outdatedFile,
  renewedFile,
  serveRenewed,
  servedFile,
} from './index-file.ts';
import { namedIndex, prepareIndex, type Prepared } from './index-opening.ts';
import type { Description } from './describe.ts';
import type { Facets } from './facets.ts';
import { keepOpen } from './keep-open.ts';
import { openRenewal } from './renewal.ts';
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
const renewing = keepOpen(
  (file: string) => openRenewal({ older: servedFile(file), renewed: renewedFile(file) }, stemmer),
  MOST_OPEN,
);

/** What nobody needed for a while is closed: an idle tenant costs nothing. */
setInterval(() => {
  const open = [searching, writing, renewing].map((handles) => handles.closeIdle(REST_AFTER_MS));
  comparing.closeIdle(VECTORS_REST_AFTER_MS);
  if (open.every((left) => left === 0)) stemmer.forget();
}, REST_AFTER_MS);

const vectorsOf = (file: string) => writing.use(servedFile(file)).vectors();

type StepOfRenewal = Renewal & { older: string };

/** Null: nothing is outdated any more. */
const renew = async (file: string): Promise<StepOfRenewal | null> => {
  await setImmediate(); // what came before is written and answered
  const older = outdatedFile(file);
  if (older === null) return null;
  writing.use(older).flush();
  const renewal = { ...renewing.use(file).step(), older };
  if (!renewal.whole) return renewal;
  // Nothing can be written between the last step and here.
  renewing.close(file);
  writing.close(older);
  await serveRenewed(file);
  return renewal;
};

/** One that cannot be read is begun anew. */
const renewSafely = async (file: string): Promise<StepOfRenewal | null> => {
  try {
    return await renew(file);
  } catch (thrown) {
    renewing.close(file);
    if (isDamaged(thrown)) deleteDatabase(renewedFile(file));
    throw thrown;
  }
};

const methods = {
  prepare: (file: string): Promise<Prepared> =>
    namedIndex(() => prepareIndex(file, (path, question) => question(writing.use(path)))),
  search: (file: string, request: Search, vectorFile: string | null): Promise<Retrieval> =>
    namedIndex(() => {
      // While another space takes the place of the one that was served, its file is gone: then by words.
      const vectors =
        vectorFile !== null && existsSync(vectorFile) ? comparing.use(vectorFile) : null;
      return searching.use(servedFile(file)).search(request, vectors);
    }),
  /** Reads vectors ahead, a little at a time: other searches come between. */
  warm: (vectorFile: string): Promise<boolean> =>
    namedIndex(() => !existsSync(vectorFile) || comparing.use(vectorFile).warm(BLOCKS_AT_ONCE)),
  /** This file is gone, or will be another one. */
  release(path: string): void {
    searching.close(path);
    comparing.close(path);
  },
  renew: (file: string): Promise<StepOfRenewal | null> => namedIndex(() => renewSafely(file)),
  deleteOtherVersions: (file: string): Promise<void> => namedIndex(() => deleteOtherVersions(file)),
  facets: (file: string, request: Omit<FacetRequest, 'signal'>): Promise<Facets> =>
    namedIndex(() => searching.use(servedFile(file)).facets(request)),
  publish: (file: string, document: IndexedDocument, passages: readonly Passage[]): Promise<void> =>
    namedIndex(() => writing.use(servedFile(file)).publish(document, passages)),
  describe: (file: string, documentId: string, change: Description): Promise<boolean> =>
    namedIndex(() => writing.use(servedFile(file)).describe(documentId, change)),
  remove: (file: string, documentIds: readonly string[]): Promise<void> =>
    namedIndex(() => writing.use(servedFile(file)).remove(documentIds)),
  contents: (file: string): Promise<Map<string, number>> =>
    namedIndex(() => writing.use(servedFile(file)).contents()),
  spaces: (file: string): Promise<VectorSpace[]> => namedIndex(() => vectorsOf(file).spaces()),
  served: (file: string): Promise<Served | null> => namedIndex(() => vectorsOf(file).served()),
  missing: (file: string, space: string, limit: number): Promise<{ id: string; text: string }[]> =>
    namedIndex(() => vectorsOf(file).missing(space, limit)),
  add: (file: string, space: SpaceName, vectors: readonly PassageVector[]): Promise<void> =>
    namedIndex(() => vectorsOf(file).add(space, vectors)),
  serve: (file: string, space: string): Promise<boolean> =>
    namedIndex(() => vectorsOf(file).serve(space)),
  drop: (file: string, space: string): Promise<void> =>
    namedIndex(() => vectorsOf(file).drop(space)),
};

export type IndexMethods = typeof methods;

serveCalls(methods);
