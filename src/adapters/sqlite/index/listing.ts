import type { DatabaseSync } from 'node:sqlite';
import type { Stems } from '../../../lib/language/stems.ts';
import { makeWordRuns } from './word-runs.ts';

/** Shorter words are not repaired, and no word is repaired by them. */
const LEAST_LISTED = 4;

/** The words that were not listed yet, as far as is remembered. */
export const makeListing = (database: DatabaseSync) => {
  const addRun = makeWordRuns(database);
  let fresh = new Set<string>();
  let mark = Symbol('listed');
  return {
    add(words: readonly Stems[]): void {
      for (const word of words) {
        if (word.mark === mark) continue;
        word.mark = mark;
        for (const stem of word.joined.split(' ')) if (stem.length >= LEAST_LISTED) fresh.add(stem);
      }
    },
    write(): void {
      addRun(fresh);
      fresh = new Set();
    },
    forget(): void {
      fresh = new Set();
      mark = Symbol('listed');
    },
  };
};
