/** An index knows words by what they begin with ("expens"): so much longer a word of the question may be. */
const LONGEST_ENDING = 4;

/** How the question says a word that the index knows by its stem; the stem where no word of it is near. */
export const asAsked = (stem: string, question: string): string => {
  const words = question.match(/[\p{L}\p{N}]+/gu) ?? [];
  const near = words.filter((word) => {
    const longer = word.length - stem.length;
    return word.toLowerCase().startsWith(stem) && longer <= LONGEST_ENDING;
  });
  return near.toSorted((one, other) => one.length - other.length)[0] ?? stem;
};

const endings = new Map([
  ['one', 'st'],
  ['two', 'nd'],
  ['few', 'rd'],
]);
const rules = new Intl.PluralRules('en', { type: 'ordinal' });

/** "1st", "2nd", "3rd", "4th". */
export const ordinal = (rank: number): string => rank + (endings.get(rules.select(rank)) ?? 'th');
