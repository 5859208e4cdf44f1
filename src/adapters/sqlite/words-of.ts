const WORDS = 16;

/** The words that somebody looks for. */
export const wordsOf = (query: string): string[] =>
  query
    .replaceAll('\0', ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, WORDS);
