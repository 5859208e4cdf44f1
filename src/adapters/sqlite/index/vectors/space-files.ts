import { deleteDatabase, isDamaged, vectorFileOf, vectorFilesOf } from '../index-file.ts';
import { openVectorFile, type SpaceName, type VectorFile } from './vector-file.ts';

export type SpaceFile = { space: string; path: string; file: VectorFile };

/** Also one whose making was broken off: it has no tables. */
const isUseless = (thrown: unknown): boolean =>
  isDamaged(thrown) || (thrown instanceof Error && thrown.message.startsWith('no such table'));

/** The vector files beside an index file, one for each space, open for writing. */
export const openSpaceFiles = (indexFile: string, generation: string) => {
  const opened = new Map<string, SpaceFile>();

  const open = (path: string, name?: SpaceName): SpaceFile => {
    const file = openVectorFile(path, { generation, ...(name && { name }) });
    const { space } = file.about();
    const entry = { space, path, file };
    opened.set(space, entry);
    return entry;
  };
  const drop = (space: string): void => {
    const entry = opened.get(space);
    if (!entry) return;
    entry.file.close();
    opened.delete(space);
    deleteDatabase(entry.path);
  };
  const served = (): SpaceFile | undefined =>
    [...opened.values()]
      .filter(({ file }) => file.about().served > 0)
      .toSorted((left, right) => right.file.about().served - left.file.about().served)[0];

  for (const path of vectorFilesOf(indexFile)) {
    try {
      open(path);
    } catch (thrown) {
      if (!isUseless(thrown)) throw thrown;
      deleteDatabase(path); // its vectors are missing now, and can be made again
    }
  }
  // Two that are served: an end came before the older one was dropped.
  const newest = served();
  for (const { space, file } of opened.values())
    if (file.about().served > 0 && space !== newest?.space) drop(space);

  return {
    all: (): SpaceFile[] => [...opened.values()],
    get: (space: string): SpaceFile | undefined => opened.get(space),
    create: (name: SpaceName): SpaceFile => open(vectorFileOf(indexFile, name.space), name),
    drop,
    served,
    /** From now on this one, and no other is kept. */
    serve({ space, file }: SpaceFile): void {
      file.serve((served()?.file.about().served ?? 0) + 1);
      for (const other of opened.keys()) if (other !== space) drop(other);
    },
    close(): void {
      for (const { file } of opened.values()) file.close();
    },
  };
};
