import type { JobSubject } from '../ports/job-queue.ts';

/** What reading costs: known beforehand for formats beside each other, learned for this machine and these files. */
export type WorkCosts = {
  learn(job: Pick<JobSubject, 'format' | 'bytes'>, ms: number): void;
  /** Milliseconds of work; null while nothing was learned. */
  of(part: { format: string; jobs: number; bytes: number }): number | null;
};

/** What was read took so long, of what is usual. */
type Spent = { ms: number; usualMs: number };

/**
 * Measured once, with files of one size at a time: where sizes are mixed, a small file waits for large ones, and time
 * says little of what each cost.
 */
const texts = { perJob: 10, perByte: 4e-4 };
const pictures = { perJob: 500, perByte: 6e-4 };
const others = { perJob: 10, perByte: 15e-4 };
const usual = new Map([
  ...['txt', 'md', 'eml', 'rtf', 'csv', 'html', 'htm'].map((format) => [format, texts] as const),
  ...['png', 'jpg', 'jpeg', 'tif', 'tiff', 'webp'].map((format) => [format, pictures] as const),
]);

/** After so much usual work, what was learned before counts half: programs warm up, machines get busy. */
const HALF_LIFE_MS = 2_000;
/** Until so much of a format was read, it is slower or faster as all formats are. */
const BELIEVED_MS = 1_000;
/** Formats are told apart by the ends of names, which people make up. */
const MOST_FORMATS = 100;

const usualMsOf = (format: string, jobs: number, bytes: number): number => {
  const { perJob, perByte } = usual.get(format) ?? others;
  return jobs * perJob + bytes * perByte;
};

const nothing: Spent = { ms: 0, usualMs: 0 };

const withOne = (spent: Spent, one: Spent): Spent => {
  const faded = 0.5 ** (one.usualMs / HALF_LIFE_MS);
  return { ms: spent.ms * faded + one.ms, usualMs: spent.usualMs * faded + one.usualMs };
};

export const createWorkCosts = (): WorkCosts => {
  let all = nothing;
  const byFormat = new Map<string, Spent>();
  return {
    learn: ({ format, bytes }, ms) => {
      const one = { ms, usualMs: usualMsOf(format, 1, bytes) };
      all = withOne(all, one);
      const known = byFormat.get(format);
      if (known || byFormat.size < MOST_FORMATS)
        byFormat.set(format, withOne(known ?? nothing, one));
    },
    of: ({ format, jobs, bytes }) => {
      if (all.usualMs === 0) return null;
      const own = byFormat.get(format) ?? nothing;
      const believed = (all.ms / all.usualMs) * BELIEVED_MS;
      const slowness = (own.ms + believed) / (own.usualMs + BELIEVED_MS);
      return usualMsOf(format, jobs, bytes) * slowness;
    },
  };
};
