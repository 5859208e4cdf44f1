import type { JobSubject } from '../ports/job-queue.ts';

/** What reading costs, learned from what was read: so much a document and so much a byte, for every format. */
export type WorkCosts = {
  learn(job: Pick<JobSubject, 'format' | 'bytes'>, ms: number): void;
  /** Milliseconds of work. */
  of(part: { format: string; jobs: number; bytes: number }): number;
};

type Sums = { jobs: number; bytes: number; ms: number; bytesSquared: number; bytesMs: number };

/** With every document learned, those before count a little less: machines and texts change. */
const FADING = 0.995;
const ENOUGH = 5;
/** Formats are told apart by the ends of names, which people make up. */
const MOST_FORMATS = 100;

const none = (): Sums => ({ jobs: 0, bytes: 0, ms: 0, bytesSquared: 0, bytesMs: 0 });

const add = (sums: Sums, bytes: number, ms: number): void => {
  sums.jobs = sums.jobs * FADING + 1;
  sums.bytes = sums.bytes * FADING + bytes;
  sums.ms = sums.ms * FADING + ms;
  sums.bytesSquared = sums.bytesSquared * FADING + bytes ** 2;
  sums.bytesMs = sums.bytesMs * FADING + bytes * ms;
};

/** The straight line through what was seen, with neither part below nothing. */
const lineThrough = ({ jobs, bytes, ms, bytesSquared, bytesMs }: Sums) => {
  const spread = jobs * bytesSquared - bytes ** 2;
  const perByte = spread > 0 ? (jobs * bytesMs - bytes * ms) / spread : 0;
  const perJob = (ms - perByte * bytes) / jobs;
  if (perByte < 0) return { perJob: ms / jobs, perByte: 0 };
  if (perJob < 0) return { perJob: 0, perByte: bytes > 0 ? ms / bytes : 0 };
  return { perJob, perByte };
};

export const createWorkCosts = (): WorkCosts => {
  const all = none();
  const byFormat = new Map<string, Sums>();
  return {
    learn: ({ format, bytes }, ms) => {
      add(all, bytes, ms);
      const sums = byFormat.get(format) ?? none();
      if (byFormat.size < MOST_FORMATS) byFormat.set(format, sums);
      add(sums, bytes, ms);
    },
    of: ({ format, jobs, bytes }) => {
      const own = byFormat.get(format);
      const sums = own && own.jobs >= ENOUGH ? own : all;
      if (sums.jobs === 0) return 0;
      const { perJob, perByte } = lineThrough(sums);
      return jobs * perJob + bytes * perByte;
    },
  };
};
