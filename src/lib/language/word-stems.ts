import { createRequire } from 'node:module';
import type { Stemmer } from 'snowball-stemmers';
import { arabic, cyrillic, cyrillicOrArabic, scriptRuns, unspacedCharacter } from './scripts.ts';

const algorithms: Record<string, string> = {
  ar: 'arabic',
  ca: 'catalan',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  hu: 'hungarian',
  hy: 'armenian',
  it: 'italian',
  nl: 'dutch',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sv: 'swedish',
  tr: 'turkish',
};

/** Loaded with the first word: the package is half a megabyte, and no part of the start needs it. */
const snowball = (): typeof import('snowball-stemmers') =>
  createRequire(import.meta.url)('snowball-stemmers');

const stemmers = new Map<string, Stemmer>();
const stem = (word: string, language: string): string => {
  const algorithm = algorithms[language];
  if (!algorithm) return word;
  let stemmer = stemmers.get(language);
  if (!stemmer) {
    stemmer = snowball().newStemmer(algorithm);
    stemmers.set(language, stemmer);
  }
  return stemmer.stem(word);
};

/** The language whose rules a word follows: foreign scripts in a text keep their own. */
const languageOf = (word: string, language: string): string => {
  if (cyrillic.test(word)) return 'ru';
  if (arabic.test(word)) return 'ar';
  return language in algorithms && language !== 'ru' && language !== 'ar' ? language : 'en';
};

/** Longer words are cut. */
export const MAX_WORD = 64;
const wordPattern = /[\p{L}\p{N}\p{M}_]+(?:['’][\p{L}\p{N}\p{M}_]+)*/gu;
const elidingLanguages = new Set(['fr', 'it', 'ca']);

const fold = (word: string): string =>
  cyrillicOrArabic.test(word)
    ? word
    : word
        .normalize('NFKD')
        .replaceAll(/[\u0300-\u036F]/gu, '')
        .normalize('NFC');

/** One spaced word, `_` and camelCase kept whole and taken apart. Lower case, without accents and apostrophes. */
const formsOf = (word: string, language: string): string[] => {
  const bare = word.replaceAll('’', "'").replace(/'s$/iu, '');
  const elided = elidingLanguages.has(language) ? bare.replace(/^\p{L}{1,5}'(?=\p{L})/u, '') : bare;
  const plain = elided.replaceAll("'", '');
  const parts = plain
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .split('_')
    .filter((part) => part !== '');
  // mRNA, PrP and iPhone are one word each.
  const apart = plain.includes('_') || parts.every((part) => part.length > 1);
  const forms = parts.length < 2 ? parts : apart ? [plain, ...parts] : [plain];
  return forms.map((form) => fold(form.toLowerCase()).slice(0, MAX_WORD));
};

const pairsOf = (run: string): string[] => {
  const characters = Array.from(run);
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => (characters[index] ?? '') + character);
};

export type Form = { form: string; stem: string };

/** The words of a text as they stand there. */
export const wordsOf = (text: string): string[] => text.match(wordPattern) ?? [];

const plainWord = /^[A-Z]?[a-z]{1,63}$/u;

/** What one such word stands for in the index. */
export const analyseWord = (raw: string, language: string): Form[] =>
  plainWord.test(raw)
    ? [stemmed(raw.toLowerCase(), languageOf(raw, language))]
    : analyseOddWord(raw, language);

const stemmed = (form: string, language: string): Form => ({ form, stem: stem(form, language) });

const analyseOddWord = (raw: string, language: string): Form[] =>
  (raw.normalize('NFKC').match(wordPattern) ?? [])
    .flatMap((word) => word.match(scriptRuns) ?? [])
    .flatMap((run) => {
      if (unspacedCharacter.test(run))
        return pairsOf(run.toLowerCase()).map((pair) => ({ form: pair, stem: pair }));
      const own = languageOf(run, language);
      return formsOf(run, own).map((form) => stemmed(form, own));
    })
    .filter(({ stem }) => stem !== '');
