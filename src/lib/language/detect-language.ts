import { functionWords } from './stop-words.ts';

const SAMPLE = 4_000;
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** By script, where the script decides; undefined for Latin and anything else. */
const byScript = (sample: string): string | undefined => {
  const letters = count(sample, /\p{L}/gu);
  if (letters === 0) return undefined;
  const kana = count(sample, /[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const han = count(sample, /\p{Script=Han}/gu);
  if ((han + kana) / letters > 0.2) return kana / (han + kana) > 0.1 ? 'ja' : 'zh';
  if (count(sample, /\p{Script=Hangul}/gu) / letters > 0.2) return 'ko';
  if (count(sample, /\p{Script=Thai}/gu) / letters > 0.2) return 'th';
  if (count(sample, /\p{Script=Cyrillic}/gu) / letters > 0.4) return 'ru';
  if (count(sample, /\p{Script=Arabic}/gu) / letters > 0.4) return 'ar';
  return undefined;
};

/**
 * The language of a text as far as it tells: by its script, else by counting the function words of each
 * language; null where none is ahead. `among` restricts the choice between languages of the Latin script.
 */
export const languageToldBy = (text: string, among?: ReadonlySet<string>): string | null => {
  const sample = text.slice(0, SAMPLE);
  const scripted = byScript(sample);
  if (scripted) return scripted;
  const words =
    sample
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/[\u0300-\u036F]/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []; // the letters between the digits of a number are no words
  let best: { language: string | null; hits: number } = { language: null, hits: 0 };
  for (const [language, known] of functionWords) {
    if (among && !among.has(language)) continue;
    const hits = words.filter((word) => known.has(word)).length;
    if (hits > best.hits) best = { language, hits };
    else if (hits === best.hits) best = { language: null, hits };
  }
  return best.language;
};

/** The language of a text; ties and texts that do not tell give `fallback`. */
export const detectLanguage = (
  text: string,
  { fallback = 'en', among }: { fallback?: string; among?: ReadonlySet<string> } = {},
): string => languageToldBy(text, among) ?? fallback;
