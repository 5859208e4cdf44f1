import { BLOCK, type CodeBlock, type CodedQuestion } from './codes.ts';
import type { Nearest } from './nearest.ts';

/** `rows` are the passages that the codes belong to, 0 is none; `first` is the number of its first slot. */
export type ScannedBlock = CodeBlock & { rows: Uint32Array; first: number };

/** Which passages the caller may see: by scope, and by document unless all are wanted. Indexed by row, by number. */
export type RowFilter = {
  scopeOf: Uint32Array;
  documentOf: Uint32Array;
  scopes: Uint8Array;
  documents: Uint8Array | null;
};

const isAllowed = ({ scopeOf, documentOf, scopes, documents }: RowFilter, row: number): boolean =>
  scopes[scopeOf[row] ?? 0] === 1 && (!documents || documents[documentOf[row] ?? 0] === 1);

/** Likeness to the question over everything that was looked at. */
export type Spread = { count: number; sum: number; squares: number };

type Scan = { question: CodedQuestion; allowed: RowFilter; nearest: Nearest; spread: Spread };

/** Offers every vector of a block that the caller may see, with its likeness to the question as its code tells. */
export const scanBlock = (
  { bits, base, factor, rows, first }: ScannedBlock,
  { question, allowed, nearest, spread }: Scan,
): void => {
  const { tables, scale } = question;
  const bytes = bits.length / BLOCK;
  let [count, sum, squares] = [0, 0, 0];
  for (let place = 0; place < BLOCK; place += 1) {
    const row = rows[place] ?? 0;
    if (row === 0 || !isAllowed(allowed, row)) continue;
    let [even, odd] = [0, 0];
    const end = (place + 1) * bytes;
    for (let at = place * bytes, table = 0; at < end; at += 4, table += 1_024) {
      even +=
        (tables[table + (bits[at] ?? 0)] ?? 0) + (tables[table + 256 + (bits[at + 1] ?? 0)] ?? 0);
      odd +=
        (tables[table + 512 + (bits[at + 2] ?? 0)] ?? 0) +
        (tables[table + 768 + (bits[at + 3] ?? 0)] ?? 0);
    }
    const estimate = (base[place] ?? 0) + (factor[place] ?? 0) * (even + odd) * scale;
    count += 1;
    sum += estimate;
    squares += estimate * estimate;
    if (estimate > nearest.least) nearest.offer(first + place, estimate);
  }
  spread.count += count;
  spread.sum += sum;
  spread.squares += squares;
};
