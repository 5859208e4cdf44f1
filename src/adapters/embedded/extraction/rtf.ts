import { hiddenMarks } from './hidden-mark.ts';

/** One thing in a rich text: a control word with its number, an escaped byte, another control symbol, a brace, text. */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]|[^\\{}]+/giu;
const MARK = `\\u${hiddenMarks.text.charCodeAt(0) - 65_536}?`;
/** The description stands before the text. */
const HEAD = 100_000;
const HIDES = new Set(['v', 'deleted']);

/** Leaves out the text that a rich text file hides (`\v`) or that was deleted in it, and puts a mark in its place. */
export const markHiddenRtf = (bytes: Uint8Array): Buffer => {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!/\\(?:v|deleted)\b/u.test(source)) return Buffer.from(bytes);
  const groups: boolean[] = [];
  const out: string[] = [];
  let hidden = false;
  let marked = false;
  const leaveOut = () => {
    if (!marked) out.push(MARK);
    marked = true;
  };
  for (const [token, word, number] of source.matchAll(TOKEN)) {
    if (token === '{') groups.push(hidden);
    else if (token === '}') hidden = groups.pop() ?? false;
    else if (word !== undefined && HIDES.has(word)) hidden = number !== '0';
    else if (word === 'plain') hidden = false;
    else if (hidden && isText(token, word)) {
      if (token.trim() !== '') leaveOut();
      continue;
    }
    if (!hidden) marked = false;
    out.push(token);
  }
  return Buffer.from(out.join(''), 'latin1');
};

/** Title and author as far as they are written in plain letters; the reader of rich text leaves them out. */
export const aboutRtf = (bytes: Uint8Array): { title?: string; author?: string } => {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString('latin1');
  const said = (name: string) =>
    new RegExp(String.raw`\{\\${name} ([^{}\\]{1,300})\}`, 'u').exec(head)?.[1]?.trim();
  const [title, author] = [said('title'), said('author')];
  return { ...(title && { title }), ...(author && { author }) };
};

/** `\u` is a character as well; what follows it is its stand-in for old programs. */
const isText = (token: string, word: string | undefined): boolean =>
  word === 'u' || token.startsWith("\\'") || (word === undefined && !token.startsWith('\\'));
