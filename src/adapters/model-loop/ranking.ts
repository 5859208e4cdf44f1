const LONGEST = 8_000;
/** Numbers with nothing but signs and blanks between them; a full stop ends the number of a line. */
const RUN = /\d{1,4}(?:[^\p{L}\d.]{1,20}\d{1,4})*/gu;
const NUMBER_NAMES = ['number', 'passage', 'id', 'index', 'rank', 'document'];

const distinct = (numbers: readonly number[], passages: number): number[] => [
  ...new Set(
    numbers.filter((number) => Number.isInteger(number) && number >= 1 && number <= passages),
  ),
];

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // it is prose then
  }
};

const numberIn = (item: unknown): number[] => {
  if (typeof item === 'number') return [item];
  if (typeof item === 'string') return /^\d{1,4}$/.test(item) ? [Number(item)] : [];
  if (typeof item !== 'object' || item === null) return [];
  const fields = new Map<string, unknown>(Object.entries(item));
  const named = NUMBER_NAMES.find((name) => fields.has(name));
  return named === undefined ? [] : numberIn(fields.get(named));
};

/** `[3, 1]`, `[{"passage": 3, "score": 9}, …]`, or an object that holds such a list. */
const fromJson = (text: string): number[] => {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf(']'), text.lastIndexOf('}'));
  if (start === -1 || end < start) return [];
  const value = parsed(text.slice(start, end + 1));
  if (typeof value !== 'object' || value === null) return [];
  const list: unknown = Array.isArray(value)
    ? value
    : Object.values(value).find((field) => Array.isArray(field));
  return Array.isArray(list) ? list.flatMap(numberIn) : [];
};

const fromRuns = (text: string, passages: number): number[] => {
  const runs = [...text.matchAll(RUN)].map(([run]) =>
    distinct((run.match(/\d+/g) ?? []).map(Number), passages),
  );
  return runs.reduce((best, run) => (run.length > best.length ? run : best), []);
};

/** One passage to a line, its number first: `1. [4] because …` is read by the number in brackets. */
const fromLines = (text: string): number[] =>
  text.split('\n').flatMap((line) => {
    const number = /\[(\d{1,4})\]/.exec(line)?.[1] ?? /^\W*(\d{1,4})\b/.exec(line)?.[1];
    return number === undefined ? [] : [Number(number)];
  });

/**
 * The order that a model gave, as places from 0, each once; null when it gave none. One number in a sentence is no
 * order: of several it may be a count.
 */
export const readRanking = (written: string, passages: number): number[] | null => {
  const text = written.slice(0, LONGEST);
  const json = distinct(fromJson(text), passages);
  const run = fromRuns(text, passages);
  const lines = distinct(fromLines(text), passages);
  const longer = run.length > lines.length ? run : lines;
  const numbers = json.length >= longer.length ? json : longer;
  const alone = /^\W*\d{1,4}\W*$/.test(text.trim());
  if (numbers.length < 2 && !(alone && numbers.length === 1)) return null;
  return numbers.map((number) => number - 1);
};
