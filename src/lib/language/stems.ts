import { createRequire } from 'node:module';
import type { Stemmer } from 'snowball-stemmers';
import { arabic, cyrillic, cyrillicOrArabic, scriptRuns, unspacedCharacter } from './scripts.ts';
import { recent, type Recent } from '../recent.ts';
import { isStopWord } from './stop-words.ts';

/** Changes whenever the same text would give other stems: an index made with another one is useless. */
export const ANALYSER = '1';

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

const MAX_WORD = 64;
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

type Form = { form: string; stem: string };

/** What one match of the word pattern stands for in the index. */
const analyseWord = (raw: string, language: string): Form[] =>
  (raw.normalize('NFKC').match(wordPattern) ?? [])
    .flatMap((word) => word.match(scriptRuns) ?? [])
    .flatMap((run) => {
      if (unspacedCharacter.test(run))
        return pairsOf(run.toLowerCase()).map((pair) => ({ form: pair, stem: pair }));
      const own = languageOf(run, language);
      return formsOf(run, own).map((form) => ({ form, stem: stem(form, own) }));
    });

/** Enough for the vocabulary of a large corpus: stemming a word costs fifty times as much as remembering it. */
const CACHED_WORDS = 150_000;
const caches = new Map<string, Recent<string, string>>();
const cacheOf = (language: string): Recent<string, string> => {
  const cache = caches.get(language) ?? recent(CACHED_WORDS);
  caches.set(language, cache);
  return cache;
};

/** Gives back the memory that analysing many texts has taken. */
export const forgetStems = (): void => caches.clear();

/** The stems of a text in order, joined by single spaces: what an index stores. */
export const stemText = (text: string, language: string): string => {
  const cache = cacheOf(language);
  const stemmed: string[] = [];
  for (const word of text.match(wordPattern) ?? []) {
    let stems = cache.get(word);
    if (stems === undefined) {
      stems = joinStems(word, language);
      // Runs without spaces hardly ever come again.
      if (word.length <= MAX_WORD && !unspacedCharacter.test(word)) cache.set(word, stems);
    }
    if (stems !== '') stemmed.push(stems);
  }
  return stemmed.join(' ');
};

const joinStems = (word: string, language: string): string =>
  analyseWord(word, language)
    .map(({ stem }) => stem)
    .filter((stem) => stem !== '')
    .join(' ');

/** The stems of a text, in order. */
export const stemsOf = (text: string, language: string): string[] => {
  const joined = stemText(text, language);
  return joined === '' ? [] : joined.split(' ');
};

/** The stems of the words that carry a subject; all of them when there is no other word. */
export const contentStems = (text: string, language: string): string[] => {
  const all = (text.match(wordPattern) ?? [])
    .flatMap((word) => analyseWord(word, language))
    .filter(({ stem }) => stem !== '');
  const content = all.filter(({ form }) => !isStopWord(form, language));
  return (content.length > 0 ? content : all).map(({ stem }) => stem);
};
