import type { TextRange } from '../domain/document.ts';
import { breathe } from '../lib/breathe.ts';

/** Accents as signs of their own behind their letter, and the vowel signs of Hebrew and Arabic. */
const MARKS = '[\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f]{0,3}';
const SPACES = '\\s{1,8}';
const PIECE = 200_000;
/** How much longer than the words themselves a place may be: marks, and spaces between lines. */
const STRETCH = 9;

/** Signs that people type for one another. */
const alike = ["'‘’‚‛`´", '"“”„‟«»', '-‐‑‒–—―'];

const lastLetter = 0x1fff; // Latin, Greek and Cyrillic with their accents, as single characters
let accented: Map<string, string> | null = null;

/** Every letter with the accented ones that are written with it. */
const accentedLetters = (): Map<string, string> => {
  if (accented) return accented;
  accented = new Map();
  for (let code = 0xc0; code <= lastLetter; code += 1) {
    const letter = String.fromCodePoint(code);
    const bare = bareOf(letter);
    if (bare !== letter.toLowerCase()) accented.set(bare, (accented.get(bare) ?? '') + letter);
  }
  return accented;
};

/** Small letters without their accents. */
export const bareOf = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\u{c0}-\u{1fff}]/gu, (letter) => letter.normalize('NFD').replace(/\p{M}+/u, ''))
    .toLowerCase();

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');

const characterPattern = (character: string): string => {
  if (/\s/u.test(character)) return SPACES;
  const signs = alike.find((group) => group.includes(character));
  const apart = character.normalize('NFD');
  if (apart !== character) return `(?:${character}|${apart})`; // kana and Hangul: another letter, no accent
  const letters = signs ?? character + (accentedLetters().get(character) ?? '');
  return `[${escaped(letters)}]${MARKS}`;
};

/** Finds words whatever their case, their accents and the spaces between them; null: there are none. */
export const wordsPattern = (words: string): RegExp | null => {
  const bare = bareOf(words).trim().replaceAll(/\s+/gu, ' ');
  if (bare === '') return null;
  return new RegExp(Array.from(bare, characterPattern).join(''), 'giu');
};

type Wish = { limit: number; signal: AbortSignal };

/** The places of words in a text, in order, none over another. A long text is gone through in pieces: others run. */
export const findInText = async (
  text: string,
  words: string,
  { limit, signal }: Wish,
): Promise<{ hits: TextRange[]; more: boolean }> => {
  const pattern = wordsPattern(words);
  const hits: TextRange[] = [];
  if (!pattern) return { hits, more: false };
  const pause = breathe();
  for (let from = 0; from < text.length; from += PIECE) {
    signal.throwIfAborted();
    const piece = text.slice(from, from + PIECE + words.length * STRETCH);
    for (const match of piece.matchAll(pattern)) {
      if (match.index >= PIECE) break;
      const start = from + match.index;
      if (start < (hits.at(-1)?.end ?? 0)) continue;
      if (hits.length === limit) return { hits, more: true };
      hits.push({ start, end: start + match[0].length });
    }
    await pause();
  }
  return { hits, more: false };
};
