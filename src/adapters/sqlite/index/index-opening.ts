import { sqliteProblem } from '../sqlite-problem.ts';
import { deleteDatabase, deleteOtherVersions, isDamaged, versionedFile } from './index-file.ts';
import type { Served, Spaces } from './vectors/spaces.ts';

export type Prepared = { outcome: 'opened' | 'replaced'; served: Served | null };

/** Whatever thread opens index files and says what is in them. */
export type IndexOpening = {
  prepare(file: string): Promise<Prepared>;
  contents(file: string): Promise<Map<string, number>>;
};

/** What is asked of an index while it is opened, which may end with that. */
type Asked = { vectors(): Spaces };

/** An index that cannot be opened is made anew, empty: everything in it can be published again. */
export const prepareIndex = (
  file: string,
  ask: <Answer>(versioned: string, question: (index: Asked) => Answer) => Answer,
): Prepared => {
  const versioned = versionedFile(file);
  const served = () => ask(versioned, (index) => index.vectors().served());
  deleteOtherVersions(file);
  try {
    return { outcome: 'opened', served: served() };
  } catch (thrown) {
    if (!isDamaged(thrown)) throw thrown;
    deleteDatabase(versioned);
    return { outcome: 'replaced', served: served() };
  }
};

export const namedIndex = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (thrown) {
    throw sqliteProblem(thrown, 'The search index');
  }
};
