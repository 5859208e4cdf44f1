import { Problem } from '../domain/problem.ts';

export type ByteRange = { start: number; end: number };

/** The one range `[start, end)` that a `Range` header asks for; null: all. Several at once are not served. */
export const byteRange = (header: string | null, size: number): ByteRange | null => {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  if (start < end) return { start, end };
  throw new Problem('range-not-satisfiable', `There are ${size} bytes.`);
};
