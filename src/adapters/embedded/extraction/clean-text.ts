import type { DocumentWarning } from '../../../domain/document.ts';

const LINE_END = /\r\n?|[\u2028\u2029\u0085\v\f]/u;
// The tags behind a black flag name its country; those elsewhere carry letters that nobody sees.
const HIDDEN_LETTERS =
  /(?<!\u{1F3F4}[\u{E0020}-\u{E007E}]*)[\u{E0000}-\u{E007F}]+|\p{Variation_Selector}{2,}/u;
const OVERRIDES = /[\u202D\u202E]+/u;
// Joiners stay where scripts and emoji need them, not between letters that never join.
const BETWEEN_LETTERS =
  /(?<=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])[\u200B-\u200D\u2060-\u2064\uFEFF]+(?=[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])/u;
const NEVER_SHOWN = /(?![\t\n])\p{Cc}|[\u00AD\u200B\u202A-\u202C\u2060-\u2069\uFEFF]/u;

const ODD = new RegExp(
  [
    `(?<lineEnd>${LINE_END.source})`,
    `(?<letters>${HIDDEN_LETTERS.source})`,
    `(?<overrides>${OVERRIDES.source})`,
    `(?<zeroWidth>${BETWEEN_LETTERS.source})`,
    NEVER_SHOWN.source,
  ].join('|'),
  'gu',
);
/** Quick to look for; one of them is in all that `ODD` finds. */
const ANY =
  /(?![\t\n])\p{Cc}|[\u00AD\u200B-\u200D\u2028-\u202E\u2060-\u2069\uFEFF]|\p{Variation_Selector}|[\u{E0000}-\u{E007F}]/u;

/** One word parted by a zero-width space is a hint where to break a line; several words are a disguise. */
const ZERO_WIDTH_LEAST = 3;
/** Places of one kind that are said apart. */
const PLACES_SAID = 20;

type Place = { at: number | null; count: number };

/** Takes away what no reader can see, and remembers where it stood for what a person should be told. */
export const createCleaner = () => {
  const letters: Place[] = [];
  const overrides: Place[] = [];
  const zeroWidth: Place[] = [];
  /** `offset` is where this text will begin in the document's text, when that is known. */
  const clean = (text: string, offset: number | null = null): string => {
    if (!ANY.test(text)) return text;
    let cleaned = '';
    let from = 0;
    for (const match of text.matchAll(ODD)) {
      cleaned += text.slice(from, match.index);
      from = match.index + match[0].length;
      const at = offset === null ? null : offset + cleaned.length;
      const place = { at, count: Array.from(match[0]).length };
      if (match.groups?.['lineEnd']) cleaned += '\n';
      else if (match.groups?.['letters']) letters.push(place);
      else if (match.groups?.['overrides']) overrides.push(place);
      else if (match.groups?.['zeroWidth']) zeroWidth.push(place);
    }
    return cleaned + text.slice(from);
  };
  return {
    clean,
    warnings: (): DocumentWarning[] => [
      ...warningsOf(letters, {
        code: 'hidden-characters',
        say: (count) =>
          `${counted(count, 'invisible character')} that can carry hidden instructions removed.`,
      }),
      ...warningsOf(overrides, {
        code: 'direction-overrides',
        say: (count) =>
          `${counted(count, 'character')} removed that would change the reading direction: the text may look different from what it says.`,
      }),
      ...warningsOf(zeroWidth.length < ZERO_WIDTH_LEAST ? [] : zeroWidth, {
        code: 'zero-width-characters',
        say: (count) =>
          `${counted(count, 'invisible character')} inside words removed: such characters hide words from a search.`,
      }),
    ],
  };
};

export type Cleaner = ReturnType<typeof createCleaner>;

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

/** The first places each with its own count; what is left is said with the last one. */
const warningsOf = (
  places: readonly Place[],
  { code, say }: { code: string; say: (count: number) => string },
): DocumentWarning[] =>
  places.slice(0, PLACES_SAID).map(({ at, count }, index) => {
    const others = index === PLACES_SAID - 1 ? places.slice(PLACES_SAID) : [];
    const all = others.reduce((sum, place) => sum + place.count, count);
    return { code, range: at === null ? null : { start: at, end: at }, reason: say(all) };
  });
