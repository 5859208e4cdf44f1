import { isSentenceEnd } from './sentence-ends.ts';

export type Span = { start: number; end: number };

/** Longer ones are cut at a space: a table dumped into one line is no sentence. */
const MAX_SENTENCE = 700;
/** A line at least this long is taken for one that was wrapped, not ended. */
const WRAPPED_LINE = 45;

const fence = /^\s*(?:```|~~~)/u;
const rule = /^\s*(?:[-*_=]\s*){3,}$|^[\s|:+-]+$/u;
const tableRow = /^\s*\||\t.*\t|\s\|\s.*\s\|/u;
/** `Name: Maya; Room: 7`: a row that says what its columns are called. */
const namedRow = /^[^\s:;][^:;]{0,80}: [^;]*; [^:;]{1,80}: /u;
/** Also a row of two cells, which may hold whole sentences. */
const cells = /\s\|\s/u;
const marker = /^\s*(?:[-*+•◦▪‣–]|\d{1,3}[.)]|\(?[a-zA-Z\d]{1,2}\)|#{1,6}|>+)\s+/u;

type Line = Span & { text: string };

const linesOf = (text: string): Line[] => {
  const lines: Line[] = [];
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    lines.push({ start, end, text: text.slice(start, end) });
    start = end + 1;
  }
  return lines;
};

/** "From: …" as the head of a mail and forms have it, line by line. */
const field = /^\s*\p{Lu}[\p{L}\d -]{0,30}:\s/u;

/** Whether a paragraph goes on from one line to the next, rather than ending at the line break. */
const continues = (line: string, next: string): boolean => {
  if (cells.test(line) || cells.test(next)) return false;
  if (/^\s*\p{Ll}/u.test(next)) return true;
  return line.trim().length >= WRAPPED_LINE && !(field.test(line) && field.test(next));
};

/** `whole`: rows and lines of code are not taken apart. */
type Stretch = Span & { whole: boolean };

/** Stretches of text that no sentence crosses: wrapped paragraphs, list items, rows, lines of code. */
const stretches = (text: string): Stretch[] => {
  const found: Stretch[] = [];
  let open: Line | undefined;
  let inCode = false;
  const close = () => {
    open = undefined;
  };
  for (const line of linesOf(text)) {
    if (fence.test(line.text)) {
      inCode = !inCode;
      close();
      continue;
    }
    if (line.text.trim() === '' || (!inCode && rule.test(line.text))) {
      close();
      continue;
    }
    const alone = inCode || tableRow.test(line.text) || namedRow.test(line.text);
    const marked = alone ? 0 : (marker.exec(line.text)?.[0].length ?? 0);
    const last = found.at(-1);
    if (open && last && !alone && marked === 0 && continues(open.text, line.text))
      last.end = line.end;
    else found.push({ start: line.start + marked, end: line.end, whole: alone });
    open = alone ? undefined : line;
  }
  return found;
};

const trimmed = (text: string, { start, end }: Span): Span => {
  let [from, to] = [start, end];
  while (from < to && /\s/u.test(text.charAt(from))) from += 1;
  while (to > from && /\s/u.test(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
};

const cutAtSpaces = (text: string, span: Span): Span[] => {
  const pieces: Span[] = [];
  let { start } = span;
  while (span.end - start > MAX_SENTENCE) {
    const space = text.lastIndexOf(' ', start + MAX_SENTENCE);
    let end = space > start + MAX_SENTENCE / 2 ? space : start + MAX_SENTENCE;
    if (/[\uDC00-\uDFFF]/u.test(text.charAt(end))) end -= 1;
    pieces.push({ start, end });
    start = end;
  }
  return [...pieces, { start, end: span.end }];
};

// `.` ends a sentence only before a space, numbers of references ("[12][13]") between them; the full-width ends need
// none. Bounded, so that a page of dots is read once.
const ends =
  /[.!?…؟۔।]{1,8}["'”’“‘»)\]*_]{0,4}(?:\[\d{1,4}\]){0,6}(?=\s)|[。！？｡]{1,8}["'”’」』）)]{0,4}/gu;

const sentencesOf = (text: string, stretch: Stretch): Span[] => {
  if (stretch.whole) return [stretch];
  const piece = text.slice(stretch.start, stretch.end);
  const found: Span[] = [];
  let start = 0;
  for (const match of piece.matchAll(ends)) {
    const end = match.index + match[0].length;
    if (!isSentenceEnd(piece, { at: match.index, end })) continue;
    found.push({ start: stretch.start + start, end: stretch.start + end });
    start = end;
  }
  return [...found, { start: stretch.start + start, end: stretch.end }];
};

/**
 * The sentences of a text as ranges of it, in order, without the white space around them and without list and
 * heading marks. List items, table rows and lines of code stand alone; wrapped lines are joined.
 */
export const sentenceRanges = (text: string): Span[] =>
  stretches(text)
    .flatMap((stretch) => sentencesOf(text, stretch))
    .flatMap((span) => cutAtSpaces(text, trimmed(text, span)))
    .map((span) => trimmed(text, span))
    .filter(({ start, end }) => end > start);
