import type { JobSubject } from '../ports/job-queue.ts';

/** What reading costs, learned from what was read: so much a document and so much a byte, for every format. */
export type WorkCosts = {
  learn(job: Pick<JobSubject, 'format' | 'bytes'>, ms: number): void;
  /** Milliseconds of work; null while nothing was learned. */
  of(part: { format: string; jobs: number; bytes: number }): number | null;
};

type Line = { perJob: number; perByte: number };
type Sums = { jobs: number; bytes: number; ms: number; bytesSquared: number; bytesMs: number };

/**
 * What formats cost beside each other: measured once, for what was not read yet and for sizes that were not. How fast
 * this machine is, it learns.
 */
const plain: Line = { perJob: 20, perByte: 1e-4 };
const marked: Line = { perJob: 20, perByte: 1.7e-4 };
const picture: Line = { perJob: 500, perByte: 6e-4 };
const other: Line = { perJob: 25, perByte: 6e-4 };
const usual = new Map<string, Line>([
  ...['txt', 'md', 'eml', 'rtf'].map((format) => [format, plain] as const),
  ...['csv', 'html', 'htm'].map((format) => [format, marked] as const),
  ...['png', 'jpg', 'jpeg', 'tif', 'tiff', 'webp'].map((format) => [format, picture] as const),
]);

/** With every document learned, those before count a little less: machines and texts change. */
const FADING = 0.98;
/** As many documents that were read, a tiny and a large one each, weigh as much as what is usual. */
const BELIEVED = 4;
const SIZES = [0, 1_000_000];
/** Formats are told apart by the ends of names, which people make up. */
const MOST_FORMATS = 100;

const usualOf = (format: string): Line => usual.get(format) ?? other;

const costOf = ({ perJob, perByte }: Line, jobs: number, bytes: number): number =>
  jobs * perJob + bytes * perByte;

const none = (): Sums => ({ jobs: 0, bytes: 0, ms: 0, bytesSquared: 0, bytesMs: 0 });

const scaled = (sums: Sums, by: number): Sums => ({
  jobs: sums.jobs * by,
  bytes: sums.bytes * by,
  ms: sums.ms * by,
  bytesSquared: sums.bytesSquared * by,
  bytesMs: sums.bytesMs * by,
});

/** Errors count in proportion to what is usual: a large document says no more than a small one. */
const withOne = (
  sums: Sums,
  weight: number,
  { bytes, ms }: { bytes: number; ms: number },
): Sums => ({
  jobs: sums.jobs + weight,
  bytes: sums.bytes + weight * bytes,
  ms: sums.ms + weight * ms,
  bytesSquared: sums.bytesSquared + weight * bytes ** 2,
  bytesMs: sums.bytesMs + weight * bytes * ms,
});

/** The straight line through what was seen, with neither part below nothing. */
const lineThrough = ({ jobs, bytes, ms, bytesSquared, bytesMs }: Sums): Line => {
  const perByte = (jobs * bytesMs - bytes * ms) / (jobs * bytesSquared - bytes ** 2);
  if (perByte < 0) return { perJob: ms / jobs, perByte: 0 };
  const perJob = (ms - perByte * bytes) / jobs;
  return perJob < 0 ? { perJob: 0, perByte: bytesMs / bytesSquared } : { perJob, perByte };
};

export const createWorkCosts = (): WorkCosts => {
  const byFormat = new Map<string, Sums>();
  const all = { ms: 0, usualMs: 0 };

  const lineOf = (format: string): Line => {
    const slowness = all.ms / all.usualMs;
    let sums = byFormat.get(format) ?? none();
    for (const bytes of SIZES) {
      const ms = costOf(usualOf(format), 1, bytes);
      sums = withOne(sums, BELIEVED / ms ** 2, { bytes, ms: ms * slowness });
    }
    return lineThrough(sums);
  };
  return {
    learn: ({ format, bytes }, ms) => {
      const usualMs = costOf(usualOf(format), 1, bytes);
      all.ms = all.ms * FADING + ms;
      all.usualMs = all.usualMs * FADING + usualMs;
      const known = byFormat.get(format);
      if (!known && byFormat.size >= MOST_FORMATS) return;
      byFormat.set(
        format,
        withOne(scaled(known ?? none(), FADING), 1 / usualMs ** 2, { bytes, ms }),
      );
    },
    of: ({ format, jobs, bytes }) =>
      all.usualMs === 0 ? null : costOf(lineOf(format), jobs, bytes),
  };
};
