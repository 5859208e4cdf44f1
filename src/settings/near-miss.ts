import { table } from './table.ts';

/** How many single letters have to be changed, added or taken away. */
const distance = (left: string, right: string): number => {
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (const [place, letter] of left.split('').entries()) {
    const next = [place + 1];
    for (const [column, other] of right.split('').entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
};

const known = Object.values(table).flatMap(({ names, secret }) =>
  names.flatMap((name) => (secret ? [name, `${name}_FILE`] : [name])),
);
const upperCaseNames = new Set(known.map((name) => name.toUpperCase()));

/**
 * Names that are almost ours. Only names with a prefix of a product are looked at: the environment is full
 * of short names that mean something else.
 */
export const nearMisses = (variableNames: readonly string[]): string[] =>
  variableNames.flatMap((name) => {
    const upper = name.toUpperCase();
    if (upperCaseNames.has(upper) || !/^(DOCENT|AZURE_OPENAI|OPENAI|OLLAMA)_/.test(upper))
      return [];
    const meant = known.find((candidate) => distance(upper, candidate.toUpperCase()) <= 2);
    return meant ? [`${name} is not a setting and is ignored. Did you mean ${meant}?`] : [];
  });
