import { DatabaseSync } from 'node:sqlite';
import type { Passage, Retrieval } from '../../../domain/passage.ts';
import type { Stemmer } from '../../../lib/language/stems.ts';
import { makePublisher, type Version } from './publish.ts';
import { createSchema } from './schema.ts';
import { makeSearch, type Search } from './search.ts';
import { makeSnapshots } from './snapshot.ts';
import { makeWriteTogether } from './write-together.ts';

/** The one connection that writes an index file; makes the file when it is not there. */
export const openForWriting = (file: string, stemmer: Stemmer) => {
  const database = new DatabaseSync(file, { timeout: 10_000 });
  try {
    database.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -16000',
    );
    createSchema(database);
    const publisher = makePublisher(database, stemmer);
    const { write, flush } = makeWriteTogether(database, publisher);
    return {
      publish: (version: Version, passages: readonly Passage[]): Promise<void> =>
        write(() => publisher.publish(version, passages)),
      remove: (documentIds: readonly string[]): Promise<void> =>
        write(() => publisher.remove(documentIds)),
      contents(): Map<string, number> {
        flush();
        return publisher.contents();
      },
      rest: () => database.exec('pragma shrink_memory'),
      close() {
        flush();
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
  database.exec('pragma cache_size = -4000; pragma mmap_size = 1073741824');
  const snapshots = makeSnapshots(database);
  const search = makeSearch(database);
  return {
    search(request: Search): Retrieval {
      database.exec('begin');
      try {
        return search(request, snapshots.current());
      } finally {
        database.exec('commit');
      }
    },
    /** Gives back memory that nobody has needed for a while. */
    rest() {
      snapshots.rest();
      database.exec('pragma shrink_memory');
    },
    close: () => database.close(),
  };
};
