import type { DatabaseSync } from 'node:sqlite';
import type { VectorSpace } from '../../../../ports/knowledge-index.ts';
import { unit } from './floats.ts';
import { makeMissing } from './missing-vectors.ts';
import { openSpaceFiles, type SpaceFile } from './space-files.ts';
import type { LinkedPassage, RowRange } from './vector-changes.ts';
import type { SpaceName } from './vector-file.ts';

export type PassageVector = { passageId: string; vector: Float32Array | null };
/** Where searches find the vectors of the space that is served. */
export type Served = VectorSpace & { file: string };

/** The vectors of the passages that this connection writes, in every space. */
export const makeSpaces = (database: DatabaseSync, indexFile: string) => {
  const sql = {
    totals: database.prepare('select passages, generation from totals'),
    gone: database.prepare('select first, passages from gone'),
    deleteGone: database.prepare('delete from gone'),
    keys: database.prepare('select row, key from passages where id = ?'),
  };
  const files = openSpaceFiles(indexFile, String(sql.totals.get()?.['generation']));
  const { missing, forget } = makeMissing(database);

  const describe = ({ file }: SpaceFile): VectorSpace => {
    const { space, dimensions, linked } = file.about();
    const total = Number(sql.totals.get()?.['passages']);
    return { space, dimensions, passages: linked, total, whole: linked === total };
  };

  let came: LinkedPassage[] = [];
  const follow = (): void => {
    const gone: RowRange[] = sql.gone
      .all()
      .map(({ first, passages }) => ({ first: Number(first), passages: Number(passages) }));
    const added = came;
    came = [];
    if (added.length + gone.length > 0)
      for (const { file } of files.all()) file.follow(added, gone);
    if (gone.length > 0) sql.deleteGone.run();
  };
  follow(); // what an end in the middle left

  return {
    any: (): boolean => files.all().length > 0,
    /** A passage was added in the transaction that is open. */
    came(passage: LinkedPassage): void {
      if (files.all().length > 0) came.push(passage);
    },
    /** That transaction was rolled back. */
    undone(): void {
      came = [];
    },
    /** After every commit: vectors of passages that came again stay, those of passages that went go. */
    follow,
    spaces: (): VectorSpace[] => files.all().map(describe),
    served(): Served | null {
      const served = files.served();
      return served ? { ...describe(served), file: served.path } : null;
    },
    missing: (space: string, limit: number): { id: string; text: string }[] =>
      missing(space, limit, files.get(space)?.file),
    add(name: SpaceName, vectors: readonly PassageVector[]): void {
      const known = files.get(name.space);
      const dimensions = known?.file.about().dimensions ?? name.dimensions;
      const entries = vectors.flatMap(({ passageId, vector }) => {
        const checked = vector && unit(vector, dimensions);
        return sql.keys.all(passageId).map(({ row, key }) => ({
          passage: { row: Number(row), key: String(key) },
          vector: checked,
        }));
      });
      (known ?? files.create(name)).file.add(entries);
    },
    serve(space: string): boolean {
      const entry = files.get(space);
      if (!entry || !describe(entry).whole) return false;
      for (const other of files.all()) if (other !== entry) forget(other.space);
      files.serve(entry);
      return true;
    },
    drop(space: string): void {
      files.drop(space);
      forget(space);
    },
    close: files.close,
  };
};

export type Spaces = ReturnType<typeof makeSpaces>;
