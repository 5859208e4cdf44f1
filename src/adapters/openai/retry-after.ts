const LONGEST_SECONDS = 7 * 24 * 60 * 60;

const secondsOf = (value: string, now: number): number => {
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  return /[a-z]/i.test(value) ? (Date.parse(value) - now) / 1_000 : Number.NaN;
};

/** Seconds to wait, from `retry-after-ms` or `Retry-After` (seconds or a date). Nonsense is as good as nothing. */
export const retryAfterOf = (headers: Headers, now = Date.now()): number | undefined => {
  const inMs = headers.get('retry-after-ms');
  const given = headers.get('retry-after');
  const seconds =
    inMs !== null && /^\d+$/.test(inMs)
      ? Number(inMs) / 1_000
      : given === null
        ? Number.NaN
        : secondsOf(given.trim(), now);
  if (Number.isNaN(seconds) || seconds > LONGEST_SECONDS) return undefined;
  return Math.max(0, seconds);
};
