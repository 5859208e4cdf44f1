/** The next part of what is too long for one message; `path` leads to what it belongs to, which holds those before. */
export type Piece = {
  path: readonly (string | number)[];
  part: string | unknown[] | Float64Array;
  /** Of a row of numbers: where the part begins, and how long the whole is. */
  at: number;
  length: number;
};

type Path = Piece['path'];
type Long = { path: Path; value: string | readonly unknown[] | Float64Array };

const MOST_ITEMS = 500;
const MOST_CHARACTERS = 200_000;
const MOST_NUMBERS = 100_000;

const isPlain = (value: object): boolean => Object.getPrototypeOf(value) === Object.prototype;

const longest = (value: Long['value']): number => {
  if (typeof value === 'string') return MOST_CHARACTERS;
  return value instanceof Float64Array ? MOST_NUMBERS : MOST_ITEMS;
};

const isLong = (value: unknown): value is Long['value'] =>
  (typeof value === 'string' || Array.isArray(value) || value instanceof Float64Array) &&
  value.length > longest(value);

/** Nearly every message is short: to know it makes nothing. */
const holdsLong = (value: unknown): boolean => {
  if (isLong(value)) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsLong);
  return isPlain(value) && Object.values(value).some(holdsLong);
};

const emptied = (value: Long['value']): Long['value'] => {
  if (typeof value === 'string') return '';
  return value instanceof Float64Array ? new Float64Array(0) : [];
};

/** The value, emptied of what is long; the value itself where nothing is. */
const withoutLong = (value: unknown, path: Path, long: Long[]): unknown => {
  if (isLong(value)) {
    long.push({ path, value });
    return emptied(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return eachWithoutLong(value, { path, first: 0 }, long);
  if (!isPlain(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, own] of Object.entries(value)) {
    const left = withoutLong(own, [...path, name], long);
    if (left !== own) (copy ??= { ...value })[name] = left;
  }
  return copy ?? value;
};

const eachWithoutLong = (
  items: readonly unknown[],
  { path, first }: { path: Path; first: number },
  long: Long[],
): unknown[] =>
  items.map((item, place) =>
    typeof item === 'object' || typeof item === 'string'
      ? withoutLong(item, [...path, first + place], long)
      : item,
  );

/** Nothing before its own: what is long in a list follows when its items are there. */
function* piecesOf(long: Long[]): Generator<Piece> {
  for (const { path, value } of long) {
    const { length } = value;
    const step = longest(value);
    for (let at = 0; at < length; at += step) {
      const part = value.slice(at, at + step);
      yield {
        path,
        at,
        length,
        part: Array.isArray(part) ? eachWithoutLong(part, { path, first: at }, long) : part,
      };
    }
  }
}

/** `rest` is null when the value is short. It reads the value while it is sent: leave that alone until then. */
export const takeApart = (value: unknown): { first: unknown; rest: Iterator<Piece> | null } => {
  if (!holdsLong(value)) return { first: value, rest: null };
  const long: Long[] = [];
  const first = withoutLong(value, [], long);
  return { first, rest: piecesOf(long) };
};

/** Puts a piece where it belongs in `root.value`, which what came before has made. */
export const putBack = (root: { value: unknown }, { path, part, at, length }: Piece): void => {
  const way: Path = ['value', ...path];
  const holder = way.slice(0, -1).reduce<object>((inner, name) => Reflect.get(inner, name), root);
  const name = way.at(-1) ?? 'value';
  const before: unknown = Reflect.get(holder, name);
  if (typeof part === 'string') Reflect.set(holder, name, `${String(before)}${part}`);
  else if (Array.isArray(part) && Array.isArray(before)) before.push(...part);
  else if (part instanceof Float64Array) {
    const whole = at === 0 ? new Float64Array(length) : before;
    if (whole instanceof Float64Array) whole.set(part, at);
    Reflect.set(holder, name, whole);
  }
};
