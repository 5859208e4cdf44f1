import type { DocumentWarning } from '../../../domain/document.ts';

const PLACES_SAID = 20;
/** Cyrillic and Greek letters that look like Latin ones, and what they look like. */
const LOOK_ALIKES = new Map(
  [
    ['аАαΑ', 'a'],
    ['еЕёΕε', 'e'],
    ['оОοΟ', 'o'],
    ['рРρΡ', 'p'],
    ['сСϲ', 'c'],
    ['уУυΥ', 'y'],
    ['хХχΧ', 'x'],
    ['іІιΙӏ', 'i'],
    ['ѕЅ', 's'],
    ['јЈ', 'j'],
    ['ԁ', 'd'],
    ['һНΗ', 'h'],
    ['кКκΚ', 'k'],
    ['мМΜ', 'm'],
    ['тТτΤ', 't'],
    ['вВΒ', 'b'],
    ['ѵνΝ', 'v'],
    ['ԛ', 'q'],
    ['ԝ', 'w'],
    ['ո', 'n'],
  ].flatMap(([likes = '', latin = '']) => Array.from(likes, (like) => [like, latin] as const)),
);

const FOREIGN = /[\u0370-\u03FF\u0400-\u052F\u0530-\u058F]/u;
const LATIN = /[A-Za-z]/u;
const MIXED_WORD = /[\p{L}\p{M}]+/gu;
const MIXED_LEAST = 3;

/** Instructions to a machine that reads, as no document for people needs them. */
const INSTRUCTIONS = [
  /\b(?:ignore|disregard|forget|override)\s+(?:(?:all|any|the|your|of)\s+){0,3}(?:previous|prior|above|earlier|preceding|system)\s+(?:instruction|prompt|rule|direction|message)s?/giu,
  /\b(?:reveal|print|show|repeat|output)\s+(?:(?:me|us|all|the|your)\s+){0,3}(?:system|hidden|initial)\s+(?:prompt|instruction|message)s?/giu,
  /\b(?:ignoriere?|vergiss|missachte)\s+(?:(?:alle|die|deine|bisherigen)\s+){0,3}(?:vorherigen|bisherigen|obigen|früheren)\s+(?:Anweisungen|Regeln|Befehle)/giu,
  /\bignore[zr]?\s+(?:(?:toutes|les|vos|tes)\s+){0,3}(?:instructions|consignes)\s+(?:précédentes|antérieures)/giu,
  /\bignora\s+(?:(?:todas|las|tus)\s+){0,3}(?:instrucciones)\s+(?:anteriores|previas)/giu,
];

/**
 * What a reader sees and should be told about: words made of letters that look like others, and instructions to a
 * machine. The text stays as it is.
 */
export const suspiciousText = (text: string): DocumentWarning[] => {
  const folded = FOREIGN.test(text) && LATIN.test(text) ? fold(text) : { text, words: [] };
  return [
    ...folded.words.slice(0, PLACES_SAID).map(({ start, end }) => ({
      code: 'confusable-characters',
      range: { start, end },
      reason:
        'This word is written with letters of another alphabet that look like Latin ones: it is not what it seems.',
    })),
    ...INSTRUCTIONS.flatMap((pattern) => [...folded.text.matchAll(pattern)])
      .slice(0, PLACES_SAID)
      .map((match) => ({
        code: 'instructions',
        range: { start: match.index, end: match.index + match[0].length },
        reason:
          'This reads as an instruction to a machine, not to a person: check it before you trust the document.',
      })),
  ];
};

/** The same text, as long as before, with look-alikes in Latin words as the letters they look like. */
const fold = (text: string): { text: string; words: { start: number; end: number }[] } => {
  const words: { start: number; end: number }[] = [];
  const folded = text.replaceAll(MIXED_WORD, (word, start: number) => {
    if (word.length < MIXED_LEAST || !FOREIGN.test(word) || !LATIN.test(word)) return word;
    const latin = Array.from(word, (letter) => LOOK_ALIKES.get(letter) ?? letter).join('');
    // A formula's delta or a unit's mu is no disguise: every foreign letter has to have a Latin face.
    if (FOREIGN.test(latin)) return word;
    words.push({ start, end: start + word.length });
    return latin;
  });
  return { text: folded, words };
};
