import type { DatabaseSync } from 'node:sqlite';
import { embeddedText } from './embedded-text.ts';
import type { VectorFile } from './vector-file.ts';

/** Finds passages of the index that have no vector yet. */
export const makeMissing = (database: DatabaseSync) => {
  const sql = {
    parts: database.prepare(
      'select first, passages from parts where first >= ? order by first limit 1000',
    ),
    passage: database.prepare(
      'select id, title, headings, text from passages join texts using (row) where row = ?',
    ),
  };
  /** Everything before this row has a vector, or can have none; rows are never used twice. */
  const doneUntil = new Map<string, number>();

  const textOf = (row: number): { id: string; text: string }[] =>
    sql.passage.all(row).map((passage) => ({
      id: String(passage['id']),
      text: embeddedText({
        title: String(passage['title']),
        headings: JSON.parse(String(passage['headings'])) as string[],
        text: String(passage['text']),
      }),
    }));

  return {
    missing(space: string, limit: number, file?: VectorFile): { id: string; text: string }[] {
      const rows: number[] = [];
      let from = doneUntil.get(space) ?? 0;
      for (;;) {
        const parts = sql.parts.all(from);
        for (const part of parts) {
          const range = { first: Number(part['first']), passages: Number(part['passages']) };
          const linked = file?.linkedIn(range);
          from = range.first + range.passages;
          for (let row = range.first; row < from; row += 1) if (!linked?.has(row)) rows.push(row);
          if (rows.length === 0) doneUntil.set(space, from);
          if (rows.length >= limit) return rows.slice(0, limit).flatMap(textOf);
        }
        if (parts.length === 0) return rows.flatMap(textOf);
      }
    },
    forget: (space: string): void => void doneUntil.delete(space),
  };
};
