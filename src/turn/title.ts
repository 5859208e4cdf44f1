const LONGEST = 60;
/** More is not read: patterns that end at `$` cost the square of a long run of dots. */
const READ_CHARACTERS = 400;

/** Control characters that are no white space, and those that turn the direction of what follows. */
const UNSEEN = /(?!\s)\p{Cc}|[\u202A-\u202E\u2066-\u2069]/gu;

/** A conversation's title without a model: the first sentence of its first question, cut at a word. */
export const titleOf = (question: string): string => {
  const seen = question.replaceAll(UNSEEN, '');
  const line = seen.replaceAll(/\s+/g, ' ').trim().slice(0, READ_CHARACTERS);
  const sentence = /^.{8,}?(?:[.?!](?=\s|$)|[。？！])/u.exec(line)?.[0] ?? line;
  const words = sentence.replace(/[.?!。？！,;:\s]+$/u, '');
  if (words === '') return line === '' ? 'New conversation' : cut(line);
  return cut(words.charAt(0).toUpperCase() + words.slice(1));
};

const cut = (text: string): string => {
  const characters = Array.from(text);
  if (characters.length <= LONGEST) return text;
  const short = characters.slice(0, LONGEST - 1).join('');
  const atWord = short.replace(/\s+\S*$/, '');
  return `${(atWord.length > LONGEST / 2 ? atWord : short).replace(/[,;:\s]+$/u, '')}…`;
};
