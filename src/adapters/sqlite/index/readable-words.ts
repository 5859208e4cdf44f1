import type { DatabaseSync } from 'node:sqlite';
import { recent, type Recent } from '../../../lib/recent.ts';
import type { WordKnowledge } from './query-terms.ts';
import type { Allowed } from './scope.ts';
import type { Snapshot } from './snapshot.ts';

/** Counted one by one up to here; what stands more often in what somebody reads is no secret to them. */
const COUNTED = 1_000;
const KNOWN_CALLERS = 20;
const KNOWN_WORDS = 1_000;

/**
 * What an index knows of words, of the passages that the caller may read: a score, or a repair, that went by all of them
 * would tell that a word stands in documents of other people.
 */
export const makeReadableWords = (database: DatabaseSync) => {
  const count = database.prepare(
    'select count(*) as passages from (select 1 from stems where stems match ? limit ?)',
  );
  let counted: { snapshot?: Snapshot; callers: Recent<string, Recent<string, number>> } = {
    callers: recent(KNOWN_CALLERS),
  };

  return (snapshot: Snapshot, { readable }: Allowed): WordKnowledge => {
    const { words } = snapshot;
    if (readable.clause === '') return words;
    if (counted.snapshot !== snapshot) counted = { snapshot, callers: recent(KNOWN_CALLERS) };
    const known = counted.callers.get(readable.clause) ?? recent<string, number>(KNOWN_WORDS);
    counted.callers.set(readable.clause, known);
    const countOf = (stem: string): number => {
      const found = Number(count.get(`("${stem}")${readable.clause}`, COUNTED)?.['passages']);
      if (found < COUNTED) return found;
      return Math.max(found, words.frequency(stem) * (readable.passages / words.passages));
    };
    return {
      passages: readable.passages,
      near: words.near,
      frequency(stem) {
        const frequency = known.get(stem) ?? countOf(stem);
        known.set(stem, frequency);
        return frequency;
      },
    };
  };
};
