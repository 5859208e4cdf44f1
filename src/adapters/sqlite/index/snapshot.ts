import type { DatabaseSync } from 'node:sqlite';
import type { AlikeWord, WordKnowledge } from './query-terms.ts';
import { readScopes, type Scope } from './scope.ts';
import { bytesIn } from './vectors/floats.ts';
import { withMarks, wordsNear, type MarkedWords } from './vocabulary.ts';

/** What a search needs to know of the whole index; true for one state of the file. */
export type Snapshot = { scopes: Scope[]; averageLength: number; words: WordKnowledge };

const KNOWN_FREQUENCIES = 20_000;

/** Gives the snapshot of the transaction that is open, kept until somebody writes. */
export const makeSnapshots = (database: DatabaseSync) => {
  const sql = {
    version: database.prepare('pragma data_version'),
    totals: database.prepare('select passages, length from totals'),
    frequency: database.prepare('select doc from vocabulary where term = ?'),
    runs: database.prepare('select run from words'),
    stems: database.prepare('select stems, marks from words where run = ?'),
  };
  let vocabulary = new Map<number, MarkedWords>();
  let kept: { version: number; snapshot: Snapshot } | undefined;

  const readRun = (run: number): MarkedWords => {
    const { stems, marks } = sql.stems.get(run) ?? {};
    return withMarks(String(stems), bytesIn(marks));
  };

  /** Runs never change: only new ones are read. */
  const readVocabulary = (): void => {
    const runs = sql.runs.all().map(({ run }) => Number(run));
    vocabulary = new Map(runs.map((run) => [run, vocabulary.get(run) ?? readRun(run)]));
  };

  const read = (): Snapshot => {
    const { passages = 0, length = 0 } = sql.totals.get() ?? {};
    const frequencies = new Map<string, number>();
    let wordsAreRead = false;
    const frequency = (stem: string): number => {
      let known = frequencies.get(stem);
      if (known === undefined) {
        known = Number(sql.frequency.get(stem)?.['doc'] ?? 0);
        if (frequencies.size >= KNOWN_FREQUENCIES) frequencies.clear();
        frequencies.set(stem, known);
      }
      return known;
    };
    const near = (stem: string): AlikeWord[] => {
      if (!wordsAreRead) readVocabulary();
      wordsAreRead = true;
      return wordsNear(stem, vocabulary.values(), (swapped) => frequency(swapped) > 0);
    };
    return {
      scopes: readScopes(database),
      averageLength: Number(length) / Math.max(1, Number(passages)),
      words: { passages: Number(passages), frequency, near },
    };
  };

  return {
    current(): Snapshot {
      const version = Number(sql.version.get()?.['data_version']);
      if (kept?.version !== version) kept = { version, snapshot: read() };
      return kept.snapshot;
    },
  };
};
