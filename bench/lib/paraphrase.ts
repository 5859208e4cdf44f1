import { isStopWord } from '../../src/lib/language/stop-words.ts';

const endings: Record<string, [RegExp, string][]> = {
  en: [
    [/ies$/u, 'y'],
    [/([^s])s$/u, '$1'],
    [/ing$/u, 'ed'],
    [/ed$/u, 'ing'],
    [/([^aeiousy])$/u, '$1s'],
  ],
  de: [
    [/en$/u, 'e'],
    [/er$/u, 'en'],
    [/e$/u, 'en'],
    [/([^aeious])$/u, '$1en'],
  ],
};

const synonyms: Record<string, string[]> = {
  en: ['notable', 'particular', 'apparently', 'item', 'matter', 'significant'],
  de: ['bemerkenswert', 'offenbar', 'Sache', 'bestimmt', 'wesentlich', 'Angelegenheit'],
};

const REPLACED = 0.12;
const DROPPED = 0.1;
const INFLECTED = 0.25;

/** Says a sentence as a model would: clauses in another order, other endings, words lost or replaced, numbers kept. */
export const paraphrase = (sentence: string, language: string, random: () => number): string => {
  const words = sentence.replaceAll(/\s+/gu, ' ').split(' ');
  const cut = 1 + Math.floor(random() * Math.max(1, words.length - 1));
  const turned = [...words.slice(cut), ...words.slice(0, cut)].map((word) =>
    word.replace(/[.!?]+["”]?$/u, ''),
  );
  const said = turned.flatMap((word) => {
    const bare = word.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
    if (/\p{N}/u.test(word) || bare.length < 4 || isStopWord(bare, language)) return [word];
    const draw = random();
    const replacements = synonyms[language] ?? [];
    if (draw < DROPPED) return [];
    if (draw < DROPPED + REPLACED)
      return [replacements[Math.floor(random() * replacements.length)] ?? ''];
    const ending = endings[language]?.find(([pattern]) => pattern.test(word));
    return [
      ending && draw < DROPPED + REPLACED + INFLECTED ? word.replace(ending[0], ending[1]) : word,
    ];
  });
  return `${said.join(' ')}.`;
};
