export type Allowance = {
  allowed: boolean;
  limit: number;
  remaining: number;
  resetSeconds: number;
};

/**
 * Counts per key in fixed windows, in this process. Keys that were not seen for a window are forgotten, and
 * never more than `maxKeys` are kept: a flood of new keys costs memory nobody has to pay.
 */
export const rateLimiter = (settings: { limit: number; windowMs: number; maxKeys?: number }) => {
  const { limit, windowMs, maxKeys = 50_000 } = settings;
  const windows = new Map<string, { used: number; endsAt: number }>();

  const windowOf = (key: string, now: number) => {
    const known = windows.get(key);
    if (known && known.endsAt > now) return known;
    windows.delete(key); // set again below, so that the map stays ordered by age
    const [oldest] = windows.keys();
    if (windows.size >= maxKeys && oldest !== undefined) windows.delete(oldest);
    const fresh = { used: 0, endsAt: now + windowMs };
    windows.set(key, fresh);
    return fresh;
  };

  const look = (key: string, count: number, now = Date.now()): Allowance => {
    const window = windowOf(key, now);
    const allowed = window.used < limit;
    window.used += allowed ? count : 0;
    return {
      allowed,
      limit,
      remaining: Math.max(0, limit - window.used),
      resetSeconds: Math.ceil((window.endsAt - now) / 1000),
    };
  };

  return {
    /** Uses one of the window's allowance, when there is one left. */
    take: (key: string): Allowance => look(key, 1),
    peek: (key: string): Allowance => look(key, 0),
  };
};
