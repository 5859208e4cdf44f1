import type { DatabaseSync } from 'node:sqlite';

/** Scope and document of every row, by row. Of rows that are gone it may say what they were: nobody asks. */
export type RowOwners = { scopeOf: Uint32Array; documentOf: Uint32Array };

const LEAST_ROWS = 1_024;

const grown = (numbers: Uint32Array, size: number): Uint32Array => {
  if (numbers.length >= size) return numbers;
  const larger = new Uint32Array(Math.max(LEAST_ROWS, Math.ceil(size * 1.5)));
  larger.set(numbers);
  return larger;
};

/** Gives the owners as the open transaction sees them: only parts that changed are read. */
export const makeRowOwners = (database: DatabaseSync) => {
  const sql = {
    change: database.prepare('select changes from totals'),
    last: database.prepare('select coalesce(max(row), 0) as row from passages'),
    parts: database.prepare('select first, passages, document, scope from parts where change > ?'),
  };
  let owners: RowOwners = { scopeOf: new Uint32Array(), documentOf: new Uint32Array() };
  let seen = -1;
  return {
    current(): RowOwners {
      const change = Number(sql.change.get()?.['changes']);
      if (change === seen) return owners;
      const size = Number(sql.last.get()?.['row']) + 1;
      owners = {
        scopeOf: grown(owners.scopeOf, size),
        documentOf: grown(owners.documentOf, size),
      };
      for (const part of sql.parts.all(seen)) {
        const first = Number(part['first']);
        const end = first + Number(part['passages']);
        owners.scopeOf.fill(Number(part['scope']), first, end);
        owners.documentOf.fill(Number(part['document']), first, end);
      }
      seen = change;
      return owners;
    },
  };
};
