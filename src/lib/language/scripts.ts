/** Scripts written without spaces between words: indexed by pairs of characters. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー々';

export const unspacedCharacter: RegExp = new RegExp(`[${unspaced}]`, 'u');
/** Splits a word into its unspaced and its other runs. */
export const scriptRuns: RegExp = new RegExp(`[${unspaced}\\p{M}]+|[^${unspaced}]+`, 'gu');

const unspacedLanguages = new Set(['zh', 'ja', 'ko', 'th', 'lo', 'km', 'my']);
export const isUnspaced = (language: string): boolean => unspacedLanguages.has(language);

export const cyrillicOrArabic = /[\p{Script=Cyrillic}\p{Script=Arabic}]/u;
export const cyrillic = /\p{Script=Cyrillic}/u;
export const arabic = /\p{Script=Arabic}/u;
