const LONGEST = 60;
/** More is not read: patterns that end at `$` cost the square of a long run of dots. */
const READ_CHARACTERS = 400;

/** A conversation's title without a model: the first sentence of its first question, cut at a word. */
export const titleOf = (question: string): string => {
  const line = question.replaceAll(/\s+/g, ' ').trim().slice(0, READ_CHARACTERS);
  const sentence = /^.{8,}?[.?!。？！](?=\s|$)/u.exec(line)?.[0] ?? line;
  const words = sentence.replace(/[.?!。？！,;:\s]+$/u, '');
  if (words === '') return line === '' ? 'New conversation' : cut(line);
  return cut(words.charAt(0).toUpperCase() + words.slice(1));
};

const cut = (text: string): string => {
  const characters = Array.from(text);
  if (characters.length <= LONGEST) return text;
  const short = characters.slice(0, LONGEST - 1).join('');
  const atWord = short.replace(/\s+\S*$/, '');
  return `${atWord.length > LONGEST / 2 ? atWord : short}…`;
};
