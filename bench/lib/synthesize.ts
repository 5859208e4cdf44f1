import { functionWords } from '../../src/lib/language/stop-words.ts';
import { seeded } from './random.ts';

const onsets = 'b c d f g h k l m n p r s t v w br cr dr fl gr pl pr st tr sh ch th'.split(' ');
const vowels = 'a e i o u ai ea io ou'.split(' ');
const codas = ['', '', 'n', 'r', 's', 't', 'l', 'm', 'nd', 'rt', 'ck'];

const pick = <Item>(items: readonly Item[], random: () => number): Item =>
  items[Math.floor(random() * items.length)] as Item;

const inventedWord = (random: () => number): string =>
  Array.from(
    { length: 1 + Math.floor(random() * 3) },
    () => pick(onsets, random) + pick(vowels, random) + pick(codas, random),
  ).join('');

/** Words by falling frequency (Zipf): first the function words of English, then invented ones. */
const makeVocabulary = (
  size: number,
  random: () => number,
): { words: string[]; draw: () => string } => {
  const known = new Set(functionWords.get('en'));
  while (known.size < size) known.add(inventedWord(random));
  const words = [...known];
  const sums = new Float64Array(size);
  let sum = 0;
  for (let rank = 0; rank < size; rank += 1) sums[rank] = sum += 1 / (rank + 3) ** 1.07;
  const draw = () => {
    const wanted = random() * sum;
    let [low, high] = [0, size - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return words[low] ?? '';
  };
  return { words, draw };
};

const WORDS = 150;

/** Passages of 150 words in sentences, and questions made of words of one passage between function words. */
export const synthesize = ({ vocabulary = 300_000, seed = 1 } = {}) => {
  const random = seeded(seed);
  const { draw } = makeVocabulary(vocabulary, random);
  const functions = [...(functionWords.get('en') ?? [])];
  const known = new Set(functions);

  const passage = (): string => {
    const words = Array.from({ length: WORDS }, draw);
    return words.map((word, index) => (index % 17 === 16 ? `${word}.` : word)).join(' ');
  };
  const question = (text: string): string => {
    const content = text
      .replaceAll('.', '')
      .split(' ')
      .filter((word) => !known.has(word));
    const asked = Array.from({ length: 3 + Math.floor(random() * 4) }, () => pick(content, random));
    return asked.map((word) => `${pick(functions, random)} ${word}`).join(' ');
  };
  return { passage, question, random };
};

/** The same word with two neighbouring letters swapped. */
export const misspell = (word: string, random: () => number): string => {
  const at = 1 + Math.floor(random() * Math.max(1, word.length - 2));
  return word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
};
