import type { DatabaseSync } from 'node:sqlite';
import type { VectorSpace } from '../../../../ports/knowledge-index.ts';
import { deleteDatabase, isDamaged, vectorFileOf, vectorFilesOf } from '../index-file.ts';
import { embeddedText } from './embedded-text.ts';
import { unit } from './floats.ts';
import {
  openVectorFile,
  type LinkedPassage,
  type RowRange,
  type SpaceName,
  type VectorFile,
} from './vector-file.ts';

export type PassageVector = { passageId: string; vector: Float32Array | null };
/** Where searches find the vectors of the space that is served. */
export type Served = VectorSpace & { file: string };

const statements = (database: DatabaseSync) => ({
  totals: database.prepare('select passages, generation from totals'),
  gone: database.prepare('select first, passages from gone'),
  deleteGone: database.prepare('delete from gone'),
  partsFrom: database.prepare(
    'select first, passages from parts where first >= ? order by first limit 1000',
  ),
  text: database.prepare('select id, title, headings, text from passages where row = ?'),
  keys: database.prepare('select row, key from passages where id = ?'),
});

type Opened = { space: string; path: string; file: VectorFile };

/** The vector files beside the index file that this connection writes. */
export const makeSpaces = (database: DatabaseSync, indexFile: string) => {
  const sql = statements(database);
  const totals = () => {
    const { passages, generation } = sql.totals.get() ?? {};
    return { passages: Number(passages), generation: String(generation) };
  };
  const { generation } = totals();
  const opened = new Map<string, Opened>();
  /** Everything before this row has a vector, or can have none. */
  const doneUntil = new Map<string, number>();

  const open = (path: string, name?: SpaceName): Opened => {
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
    doneUntil.delete(space);
    deleteDatabase(entry.path);
  };
  const describe = ({ file, path }: Opened): Served & { since: number } => {
    const { space, dimensions, linked, served } = file.about();
    const whole = linked === totals().passages;
    return { space, dimensions, passages: linked, whole, file: path, since: served };
  };
  const newestServed = (): (Served & { since: number }) | undefined =>
    [...opened.values()]
      .map(describe)
      .filter(({ since }) => since > 0)
      .toSorted((left, right) => right.since - left.since)[0];

  const follow = (added: readonly LinkedPassage[]): void => {
    const gone: RowRange[] = sql.gone
      .all()
      .map(({ first, passages }) => ({ first: Number(first), passages: Number(passages) }));
    if (added.length + gone.length > 0)
      for (const { file } of opened.values()) file.follow(added, gone);
    if (gone.length > 0) sql.deleteGone.run();
  };

  for (const path of vectorFilesOf(indexFile)) {
    try {
      open(path);
    } catch (thrown) {
      if (!isDamaged(thrown)) throw thrown;
      deleteDatabase(path); // its vectors are missing now, and can be made again
    }
  }
  // What an end in the middle left: passages that went, and a space whose successor was served already.
  follow([]);
  const newest = newestServed()?.since ?? 0;
  for (const entry of opened.values()) {
    const { served, space } = entry.file.about();
    if (served > 0 && served < newest) drop(space);
  }

  return {
    any: (): boolean => opened.size > 0,
    follow,
    spaces: (): VectorSpace[] =>
      [...opened.values()].map(describe).map(({ file: _, since: __, ...space }) => space),
    served(): Served | null {
      const found = newestServed();
      if (!found) return null;
      const { since: _, ...served } = found;
      return served;
    },
    missing(space: string, limit: number): { id: string; text: string }[] {
      const file = opened.get(space)?.file;
      const rows: number[] = [];
      let from = doneUntil.get(space) ?? 0;
      while (rows.length < limit) {
        const parts = sql.partsFrom.all(from);
        for (const part of parts) {
          const range = { first: Number(part['first']), passages: Number(part['passages']) };
          const linked = file?.linkedIn(range);
          for (let row = range.first; row < range.first + range.passages; row += 1)
            if (!linked?.has(row)) rows.push(row);
          from = range.first + range.passages;
          if (rows.length === 0) doneUntil.set(space, from);
          if (rows.length >= limit) break;
        }
        if (parts.length === 0) break;
      }
      return rows.slice(0, limit).flatMap((row) =>
        sql.text.all(row).map((passage) => ({
          id: String(passage['id']),
          text: embeddedText({
            title: String(passage['title']),
            headings: JSON.parse(String(passage['headings'])) as string[],
            text: String(passage['text']),
          }),
        })),
      );
    },
    add(name: SpaceName, vectors: readonly PassageVector[]): void {
      const known = opened.get(name.space);
      const dimensions = known?.file.about().dimensions ?? name.dimensions;
      if (name.dimensions !== dimensions) unit(new Float32Array(name.dimensions), dimensions);
      const entries = vectors.flatMap(({ passageId, vector }) => {
        const checked = vector && unit(vector, dimensions);
        return sql.keys.all(passageId).map(({ row, key }) => ({
          passage: { row: Number(row), key: String(key) },
          vector: checked,
        }));
      });
      const { file } = known ?? open(vectorFileOf(indexFile, name.space), name);
      file.add(entries);
    },
    serve(space: string): boolean {
      const entry = opened.get(space);
      if (!entry || !describe(entry).whole) return false;
      entry.file.serve((newestServed()?.since ?? 0) + 1);
      for (const other of [...opened.keys()]) if (other !== space) drop(other);
      return true;
    },
    drop,
    rest(): void {
      for (const { file } of opened.values()) file.rest();
    },
    close(): void {
      for (const { file } of opened.values()) file.close();
    },
  };
};

export type Spaces = ReturnType<typeof makeSpaces>;
