/** As texts are compared: case, width of characters and the kind of white space say nothing. */
export const plain = (text: string): string =>
  text.normalize('NFKC').toLowerCase().replaceAll(/\s+/gu, ' ').trim();

/** A half that is shorter may stand anywhere. */
const LEAST_HALF = 20;

/** Whether a passage holds a quote: all of it, a half where it was cut in between, or the quote holds the passage. */
export const holdsQuote = (passage: string, quote: string): boolean => {
  const [text, wanted] = [plain(passage), plain(quote)];
  if (wanted === '' || text === '') return false;
  if (text.includes(wanted) || wanted.includes(text)) return true;
  const middle = Math.floor(wanted.length / 2);
  if (middle < LEAST_HALF) return false;
  return text.includes(wanted.slice(0, middle)) || text.includes(wanted.slice(middle));
};
