import { DatabaseSync } from 'node:sqlite';
import type { Passage, Retrieval } from '../../../domain/passage.ts';
import type { Stemmer } from '../../../lib/language/stems.ts';
import type { FacetRequest, IndexedDocument } from '../../../ports/knowledge-index.ts';
import type { Description } from './describe.ts';
import { makeFacets, type Facets } from './facets.ts';
import { makePublisher } from './publish.ts';
import { createSchema } from './schema.ts';
import { makeSearch, type Search } from './search.ts';
import { makeSnapshots, type Snapshot } from './snapshot.ts';
import { makeSpaces, type Spaces } from './vectors/spaces.ts';
import type { VectorSearch } from './vectors/vector-search.ts';
import { makeWriteTogether } from './write-together.ts';

/** The one connection that writes an index file; makes the file when it is not there. */
export const openForWriting = (file: string, stemmer: Stemmer) => {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16000',
    );
    createSchema(database);
    const spaces = makeSpaces(database, file);
    const publisher = makePublisher(database, { stemmer, spaces });
    const { write, flush } = makeWriteTogether(database, publisher);
    return {
      publish: (document: IndexedDocument, passages: readonly Passage[]): Promise<void> =>
        write(() => publisher.publish(document, passages)),
      describe: (documentId: string, change: Description): Promise<boolean> =>
        write(() => publisher.describe(documentId, change)),
      remove: (documentIds: readonly string[]): Promise<void> =>
        write(() => publisher.remove(documentIds)),
      /** What was asked for before is written. */
      flush,
      contents(): Map<string, number> {
        flush();
        return publisher.contents();
      },
      /** After all that was published before. */
      vectors(): Spaces {
        flush();
        return spaces;
      },
      close() {
        flush();
        spaces.close();
        database.close();
      },
    };
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

/** A connection that searches; several may be open. The file has to be there. */
export const openForSearch = (file: string) => {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 10_000 });
  database.exec('pragma cache_size = -32000');
  const snapshots = makeSnapshots(database);
  const search = makeSearch(database);
  const facets = makeFacets(database);
  const inSnapshot = <Result>(work: (snapshot: Snapshot) => Result): Result => {
    database.exec('begin');
    try {
      return work(snapshots.current());
    } finally {
      database.exec('commit');
    }
  };
  return {
    search: (request: Search, vectors: VectorSearch | null = null): Retrieval =>
      inSnapshot((snapshot) => search(request, snapshot, vectors)),
    facets: (request: Omit<FacetRequest, 'signal'>): Facets =>
      inSnapshot(({ scopes }) => facets(request, scopes)),
    close: () => database.close(),
  };
};
