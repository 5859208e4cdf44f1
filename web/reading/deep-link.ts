import type { Range } from './text-blocks.ts';

/** A passage of a document: where it stood, and words that find it again when the document has changed. */
export type Link = Range & { documentId: string; versionId: string; words: string };

/** Quotes up to this length are in the link whole. */
const WHOLE = 120;
const WORDS_AT_EACH_END = 8;
const LONGEST_END = 120;
/** What stands between the first and the last words: no text has it, and an address may. */
const BREAK = '⁂';

/** What a quote begins and ends with: enough to know it by. */
export const wordsOf = (quote: string): string => {
  const tidy = quote.replaceAll(/\s+/g, ' ').trim();
  if (tidy.length <= WHOLE) return tidy;
  const words = tidy.split(' ');
  const begin = words.slice(0, WORDS_AT_EACH_END).join(' ').slice(0, LONGEST_END);
  const end = words.slice(-WORDS_AT_EACH_END).join(' ').slice(-LONGEST_END);
  return begin + BREAK + end;
};

/** All of it stands behind the `#`: no log of a server or a proxy ever sees the words. */
export const pathOf = ({ documentId, versionId, start, end, words }: Link): string =>
  `/documents/${documentId}/${versionId}/${start}-${end}/${encodeURIComponent(words)}`;

export const urlOfLink = (link: Link): string =>
  `${location.origin}${location.pathname}#${pathOf(link)}`;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // the router has decoded it already, and it holds a per cent sign
  }
};

/** The link that a path below a document is; null: it names the document only. */
export const linkFrom = (documentId: string, rest: string | undefined): Link | null => {
  const [, versionId, start, end, words] =
    /^([\w-]{1,100})\/(\d{1,10})-(\d{1,10})(?:\/(.*))?$/s.exec(rest ?? '') ?? [];
  if (versionId === undefined || Number(end) < Number(start)) return null;
  return {
    documentId,
    versionId,
    start: Number(start),
    end: Number(end),
    words: decoded(words ?? ''),
  };
};
