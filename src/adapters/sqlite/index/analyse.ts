import type { Passage } from '../../../domain/passage.ts';
import type { Stemmer, Stems } from '../../../lib/language/stems.ts';

/** As the index stores them: joined by single spaces. */
const joined = (words: readonly Stems[]): string =>
  words
    .filter(({ count }) => count > 0)
    .map((word) => word.joined)
    .join(' ');

const countOf = (words: readonly Stems[]): number =>
  words.reduce((sum, { count }) => sum + count, 0);

/** Of three parts: what stands over the heading right above the text, that heading, the text. */
export type Analysed = { parts: Stems[][]; stems: string; length: number };

export const analyse = (
  stemmer: Stemmer,
  passage: Pick<Passage, 'title' | 'headings' | 'text'>,
  language: string,
): Analysed => {
  const headings = [passage.title, ...passage.headings];
  const parts = [
    stemmer.read(headings.slice(0, -1).join(' \n '), language),
    stemmer.read(headings.at(-1) ?? '', language),
    stemmer.read(passage.text, language),
  ];
  return { parts, stems: parts.map(joined).join('\n'), length: countOf(parts.flat()) };
};
