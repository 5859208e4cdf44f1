/** The three-letter pieces of a word with a mark at either end. */
export const trigrams = (word: string): string[] => {
  const marked = `_${word}_`;
  return Array.from({ length: Math.max(1, marked.length - 2) }, (_, index) =>
    marked.slice(index, index + 3),
  );
};

const dice = (left: string, right: string): number => {
  const [first, second] = [trigrams(left), trigrams(right)];
  const rest = new Map<string, number>();
  for (const gram of first) rest.set(gram, (rest.get(gram) ?? 0) + 1);
  let common = 0;
  for (const gram of second) {
    const left = rest.get(gram) ?? 0;
    if (left > 0) {
      common += 1;
      rest.set(gram, left - 1);
    }
  }
  return (2 * common) / (first.length + second.length);
};

/** Edits between two words (insert, delete, replace, swap neighbours), counted up to `most`; else `most + 1`. */
const edits = (left: string, right: string, most: number): number => {
  if (Math.abs(left.length - right.length) > most) return most + 1;
  let before: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const swapped =
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [before, previous] = [previous, current];
  }
  return Math.min(previous[right.length] ?? 0, most + 1);
};

/** The share of a word that a slip of the finger left as it was; 0 when it is more than a slip. */
const afterSlip = (typed: string, known: string): number => {
  const most = typed.length >= 8 ? 2 : 1;
  const made = typed[0] === known[0] ? edits(typed, known, most) : Infinity;
  return made <= most ? 1 - made / Math.max(typed.length, known.length) : 0;
};

/** How likely one word was meant as the other, 0 to 1: shared pieces, or a slip of the finger. */
export const likeness = (typed: string, known: string): number =>
  Math.max(dice(typed, known), afterSlip(typed, known));
