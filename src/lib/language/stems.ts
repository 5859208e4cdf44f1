import { recent, type Recent } from '../recent.ts';
import { unspacedCharacter } from './scripts.ts';
import { isStopWord } from './stop-words.ts';
import { analyseWord, MAX_WORD, wordsOf } from './word-stems.ts';

/** Changes whenever the same text would give other stems: an index made with another one is useless. */
export const ANALYSER = '1';

/** What a word of a text stands for: the same object for as long as the word is remembered. */
export type Stems = {
  /** Joined by single spaces: what an index stores. */
  readonly joined: string;
  readonly count: number;
  /** For who goes through texts, to know what they met before. */
  mark: unknown;
};

export type Stemmer = {
  /** The stems of a text, word by word in order. */
  read(text: string, language: string): Stems[];
  /** Gives back the memory that reading has taken. */
  forget(): void;
};

/** A word cut out of a text may keep the whole text in memory. */
const copied = (word: string): string => Buffer.from(word, 'utf16le').toString('utf16le');

const stemsOfWord = (word: string, language: string): Stems => {
  const stems = analyseWord(word, language).map(({ stem }) => stem);
  return { joined: stems.join(' '), count: stems.length, mark: undefined };
};

/** Stemming a word costs fifty times as much as remembering it: `words` of each language are remembered. */
export const makeStemmer = (words: number): Stemmer => {
  const remembered = new Map<string, Recent<string, Stems>>();
  const of = (language: string): Recent<string, Stems> => {
    const known = remembered.get(language) ?? recent(words);
    remembered.set(language, known);
    return known;
  };
  return {
    read(text, language) {
      const known = of(language);
      return wordsOf(text).map((word) => {
        const before = known.get(word);
        if (before) return before;
        const stems = stemsOfWord(word, language);
        // Runs without spaces hardly ever come again.
        if (word.length <= MAX_WORD && !unspacedCharacter.test(word))
          known.set(copied(word), stems);
        return stems;
      });
    },
    forget: () => remembered.clear(),
  };
};

const stemmer = makeStemmer(20_000);

/** The stems of a text, in order. */
export const stemsOf = (text: string, language: string): string[] =>
  stemmer
    .read(text, language)
    .flatMap(({ joined, count }) => (count === 1 ? joined : count === 0 ? [] : joined.split(' ')));

/** The stems of the words that carry a subject; all of them when there is no other word. */
export const contentStems = (text: string, language: string): string[] =>
  contentWords(text, [language]).flat();

/**
 * The same word by word, with the stem that each word has in each of the languages, that of the first language first.
 * A function word of any of them carries no subject.
 */
export const contentWords = (text: string, languages: readonly string[]): string[][] => {
  const [language = 'en', ...others] = languages;
  const all = wordsOf(text).flatMap((word) => {
    const elsewhere = others.map((other) => analyseWord(word, other));
    return analyseWord(word, language).map(({ form, stem }, part) => ({
      form,
      stems: [...new Set([stem, ...elsewhere.flatMap((forms) => forms[part]?.stem ?? [])])],
    }));
  });
  const content = all.filter(({ form }) => !languages.some((each) => isStopWord(form, each)));
  return (content.length > 0 ? content : all).map(({ stems }) => stems);
};

/** The words of a text that carry a subject, as they are written; the whole text when there is no other word. */
export const withoutFunctionWords = (text: string, language: string): string => {
  const carries = (word: string) =>
    analyseWord(word, language).some(({ form }) => !isStopWord(form, language));
  return wordsOf(text).filter(carries).join(' ') || text;
};
