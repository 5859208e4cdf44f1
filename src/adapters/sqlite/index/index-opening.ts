import { sqliteProblem } from '../sqlite-problem.ts';
import {
  deleteDatabase,
  deleteOtherVersions,
  isDamaged,
  outdatedFile,
  servedFile,
} from './index-file.ts';
import type { Served, Spaces } from './vectors/spaces.ts';

export type Prepared = {
  outcome: 'opened' | 'replaced';
  /** An older analyser made what is searched. */
  outdated: boolean;
  served: Served | null;
};

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
  ask: <Answer>(path: string, question: (index: Asked) => Answer) => Answer,
): Prepared => {
  deleteOtherVersions(file);
  const opened = (outcome: Prepared['outcome']): Prepared => ({
    outcome,
    outdated: outdatedFile(file) !== null,
    served: ask(servedFile(file), (index) => index.vectors().served()),
  });
  try {
    return opened('opened');
  } catch (thrown) {
    if (!isDamaged(thrown)) throw thrown;
    deleteDatabase(servedFile(file));
    return opened('replaced');
  }
};

export const namedIndex = async <Result>(work: () => Result | Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (thrown) {
    throw sqliteProblem(thrown, 'The search index');
  }
};
