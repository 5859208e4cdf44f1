import type { DatabaseSync } from 'node:sqlite';
import { marksOf } from './vocabulary.ts';

/** A run takes in those before it that are at most this many times its size. */
const TAKEN_IN = 2;

/**
 * Lists words in runs: rows written once, each with many words, because a row for every word would touch pages all
 * over the file. Runs are joined as they come, so that there are few, and a word stands in few of them.
 */
export const makeWordRuns = (database: DatabaseSync) => {
  const sql = {
    newestFirst: database.prepare('select run, size from words order by run desc'),
    stems: database.prepare('select stems from words where run = ?'),
    add: database.prepare('insert into words (size, stems, marks) values (?, ?, ?)'),
    remove: database.prepare('delete from words where run = ?'),
  };

  return (stems: ReadonlySet<string>): void => {
    if (stems.size === 0) return;
    const joined: number[] = [];
    let size = stems.size;
    for (const row of sql.newestFirst.all()) {
      if (Number(row['size']) > TAKEN_IN * size) break;
      joined.push(Number(row['run']));
      size += Number(row['size']);
    }
    const words = new Set(stems);
    for (const run of joined)
      for (const word of String(sql.stems.get(run)?.['stems']).split(' ')) words.add(word);
    // Added before others are removed: a number is never given twice, so who read a run has read it for good.
    const all = [...words];
    sql.add.run(words.size, all.join(' '), marksOf(all));
    for (const run of joined) sql.remove.run(run);
  };
};
