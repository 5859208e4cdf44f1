import { likeness, trigrams } from '../../../lib/language/likeness.ts';

/** Fewer shared pieces than this cannot reach the likeness that counts. */
export const LEAST_LIKENESS = 0.5;
const COMPARED = 200;

type Rows = { rows: Uint32Array; length: number };

const push = (list: Rows, row: number): void => {
  if (list.length === list.rows.length) {
    const larger = new Uint32Array(list.length * 2);
    larger.set(list.rows);
    list.rows = larger;
  }
  list.rows[list.length] = row;
  list.length += 1;
};

/**
 * The words of an index by their three-letter pieces, in memory: 200,000 words take about 20 MB, so it is made
 * when the first unknown word is asked for, and forgotten by whoever holds it.
 */
export const makeVocabulary = () => {
  const words: string[] = [];
  const byPiece = new Map<string, Rows>();
  let shared = new Uint8Array(0);

  const add = (word: string): void => {
    const row = words.push(word) - 1;
    for (const piece of trigrams(word)) {
      let list = byPiece.get(piece);
      if (!list) {
        list = { rows: new Uint32Array(2), length: 0 };
        byPiece.set(piece, list);
      }
      // A word that holds a piece twice is listed once.
      if (list.rows[list.length - 1] !== row || list.length === 0) push(list, row);
    }
  };

  /** Rows that share pieces with the word, and in `shared` how many. */
  const countShared = (pieces: ReadonlySet<string>): number[] => {
    if (shared.length < words.length) shared = new Uint8Array(words.length * 2);
    const touched: number[] = [];
    for (const piece of pieces) {
      const list = byPiece.get(piece);
      for (let index = 0; index < (list?.length ?? 0); index += 1) {
        const row = list?.rows[index] ?? 0;
        if (shared[row] === 0) touched.push(row);
        shared[row] = (shared[row] ?? 0) + 1;
      }
    }
    return touched;
  };

  /** Words that may have been meant, most alike first. */
  const near = (word: string): { stem: string; likeness: number }[] => {
    const pieces = new Set(trigrams(word));
    const touched = countShared(pieces);
    const roughly = (row: number) =>
      (2 * (shared[row] ?? 0)) / (pieces.size + (words[row] ?? '').length);
    const compared = touched
      .filter((row) => {
        const other = words[row] ?? '';
        return (
          roughly(row) >= LEAST_LIKENESS ||
          (other[0] === word[0] && Math.abs(other.length - word.length) <= 2)
        );
      })
      .map((row) => ({ stem: words[row] ?? '', roughly: roughly(row) }))
      .toSorted((left, right) => right.roughly - left.roughly)
      .slice(0, COMPARED);
    for (const row of touched) shared[row] = 0;
    return compared
      .map(({ stem }) => ({ stem, likeness: likeness(word, stem) }))
      .filter((candidate) => candidate.likeness >= LEAST_LIKENESS)
      .toSorted((left, right) => right.likeness - left.likeness);
  };

  return { add, near, size: () => words.length };
};
