import type { TextRange } from '../domain/document.ts';
import { breathe } from '../lib/breathe.ts';
import { contentStems } from '../lib/language/stems.ts';
import { bareOf, findInText, wordsPattern } from './find-in-document.ts';
import { placeCitation } from './placing.ts';

/**
 * The words of a link: those that a quote begins with and, behind an asterism, those that it ends with. They find
 * it again when offsets no longer hold.
 */
export type LinkWords = { begin: string; end: string | null };

export type LinkPlace = TextRange & {
  /** `exact`: these very words; `near`: a passage that says the same in other words. */
  how: 'exact' | 'near';
};

type Search = {
  text: string;
  words: LinkWords;
  language: string;
  /** Where it once stood: among equal places the nearest is meant. */
  was: TextRange;
  signal: AbortSignal;
};

/** Between the first and the last words of a quote: no text has it, and an address may. */
const BREAK = '⁂';
const MOST_PLACES = 500;
/** A quote may have grown by so much between its first and its last words. */
const GROWTH = 1.5;
/** Less of the words than this is another passage. */
const NEAR_ENOUGH = 0.7;
/** A few words are soon found anywhere. */
const FEWEST_WORDS = 3;
const NEAR_PIECE = 2000;
const ROOT = 4;

export const parseLinkWords = (words: string): LinkWords => {
  const [begin = '', end] = words.split(BREAK).map((part) => part.trim());
  return { begin, end: end === undefined || end === '' ? null : end };
};

/** Whether the words begin and end exactly at a range. */
export const standsAt = (text: string, range: TextRange, { begin, end }: LinkWords): boolean => {
  const quote = text.slice(range.start, range.end);
  const first = wordsPattern(begin)?.exec(quote);
  if (!first || first.index !== 0) return false;
  if (end === null) return true;
  const last = wordsPattern(end);
  return last !== null && new RegExp(`${last.source}$`, 'iu').test(quote);
};

/** Where a quote that begins at `start` ends: at its last words, where they make it as long as it was, or nearly. */
const closing = (text: string, start: number, { words, was }: Search): number | null => {
  const pattern = wordsPattern(words.end ?? '');
  if (words.end === null || !pattern) return null;
  const length = was.end - was.start;
  const most = Math.ceil(length * GROWTH) + words.end.length;
  const quote = text.slice(start, start + most);
  const ends: number[] = [];
  for (let match = pattern.exec(quote); match; match = pattern.exec(quote)) {
    ends.push(match.index + match[0].length);
    pattern.lastIndex = match.index + 1; // last words may lie over one another
  }
  const off = (end: number): number => Math.abs(end - length);
  const best = ends.toSorted((one, other) => off(one) - off(other))[0];
  return best === undefined ? null : start + best;
};

const exactPlace = async (search: Search): Promise<TextRange | null> => {
  const { text, words, was, signal } = search;
  const { hits } = await findInText(text, words.begin, { limit: MOST_PLACES, signal });
  const whole = hits
    .map(({ start, end }) => ({
      start,
      end: words.end === null ? end : closing(text, start, search),
    }))
    .filter((place): place is TextRange => place.end !== null);
  const distance = ({ start }: TextRange): number => Math.abs(start - was.start);
  return whole.toSorted((one, other) => distance(one) - distance(other))[0] ?? null;
};

/** Overlapping pieces: a sentence stands whole in one of them. */
function* piecesOf(text: string): Generator<{ text: string; start: number }> {
  for (let start = 0; start < text.length; start += NEAR_PIECE) {
    yield { text: text.slice(start, start + NEAR_PIECE + NEAR_PIECE / 4), start };
  }
}

/** Whether it is worth looking closer: most of the words begin somewhere in it as they do in the link. */
const mayHold = (text: string, stems: ReadonlySet<string>): boolean => {
  const bare = bareOf(text);
  const there = [...stems].filter((stem) => bare.includes(bareOf(stem).slice(0, ROOT)));
  return there.length >= stems.size * NEAR_ENOUGH;
};

const nearPlace = async ({ text, words, language, signal }: Search): Promise<TextRange | null> => {
  const claim = `${words.begin} ${words.end ?? ''}`;
  const wanted = new Set(contentStems(claim, language));
  if (wanted.size < FEWEST_WORDS) return null;
  const pause = breathe();
  let best: ReturnType<typeof placeCitation> = null;
  for (const passage of piecesOf(text)) {
    signal.throwIfAborted();
    const place = mayHold(passage.text, wanted)
      ? placeCitation({ claim, passage, language })
      : null;
    if (place && place.support > (best?.support ?? 0)) best = place;
    await pause();
  }
  return best && best.support >= NEAR_ENOUGH ? { start: best.start, end: best.end } : null;
};

/** Where the words of a link stand in a text that has changed since; null: nowhere any more. */
export const findPassage = async (search: Search): Promise<LinkPlace | null> => {
  const exact = await exactPlace(search);
  if (exact) return { ...exact, how: 'exact' };
  const near = await nearPlace(search);
  return near && { ...near, how: 'near' };
};
