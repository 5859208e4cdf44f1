import { expect, test } from 'vitest';
import { Problem } from '../domain/problem.ts';
import type { Backlog, Job } from '../ports/job-queue.ts';
import { createPace, type Pace } from './pace.ts';

type File = { format: string; bytes: number; ms: number; lane: string };

const KIND = 'ingest-document';
/** A machine of half the speed, where one format costs three times as much beside the others as is known. */
const costs: Record<string, { perFile: number; perByte: number }> = {
  txt: { perFile: 20, perByte: 0.0008 },
  pdf: { perFile: 20, perByte: 0.003 },
  xlsx: { perFile: 60, perByte: 0.009 },
};
const formats = Object.keys(costs);

/** The same numbers in every run, between 0 and 1. */
const numbers = () => {
  let state = 7;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

/** Sizes over three powers of ten, and times that are up to half above or below what is usual. */
const filesOf = (count: number, laneOf: (place: number) => string): File[] => {
  const next = numbers();
  return Array.from({ length: count }, (_, place) => {
    const format = formats[Math.floor(next() * formats.length)] ?? 'txt';
    const bytes = Math.round(500 * 10 ** (next() * 3));
    const { perFile = 0, perByte = 0 } = costs[format] ?? {};
    const ms = (perFile + perByte * bytes) * (0.5 + next());
    return { format, bytes, ms, lane: laneOf(place) };
  });
};

const backlogOf = (files: readonly File[]): Backlog[] =>
  files.map(({ format, bytes, lane }) => ({
    kind: KIND,
    format,
    bytes,
    lane,
    state: 'waiting',
    jobs: 1,
  }));

const jobOf = ({ format, bytes, lane }: File): Job => ({
  id: 'job',
  kind: KIND,
  payload: {},
  attempt: 1,
  fence: 1,
  about: 'document',
  format,
  bytes,
  lane,
});

/** Reads files in their order, so many at once, on a clock of its own; `look` is called after each. */
const simulate = (
  files: readonly File[],
  atOnce: number,
  look: (pace: Pace, left: readonly File[], now: number) => void,
): number => {
  let now = 0;
  const pace = createPace(() => now);
  const waiting = [...files];
  const running: { endsAt: number; end: ReturnType<Pace['began']> }[] = [];
  for (;;) {
    while (running.length < atOnce && waiting.length > 0) {
      const file = waiting.shift();
      if (file) running.push({ endsAt: now + file.ms, end: pace.began('tenant', jobOf(file)) });
    }
    running.sort((a, b) => a.endsAt - b.endsAt);
    const first = running.shift();
    if (!first) return now;
    now = first.endsAt;
    first.end('done');
    look(pace, waiting, now);
  }
};

test.for([1, 3])(
  'after a fifth of the work the forecast is right within 30 %%, %i at once',
  (atOnce) => {
    const files = filesOf(600, () => 'base upload:anna');
    const said: { now: number; left: number }[] = [];
    const whole = simulate(files, atOnce, (pace, left, now) => {
      const [ms] = pace.forecast('tenant', backlogOf(left)).values();
      if (ms !== undefined) said.push({ now, left: ms });
    });
    for (const { now, left } of said.filter(
      (each) => each.now > whole / 5 && each.now < whole * 0.9,
    ))
      expect(Math.abs(left - (whole - now)) / (whole - now)).toBeLessThan(0.3);
    expect(said.length).toBeGreaterThan(500);
  },
);

test('so it is when the small ones come first', () => {
  const files = filesOf(600, () => 'base upload:anna').toSorted((a, b) => a.bytes - b.bytes);
  const said: { now: number; left: number }[] = [];
  const whole = simulate(files, 3, (pace, left, now) => {
    const [ms] = pace.forecast('tenant', backlogOf(left)).values();
    if (ms !== undefined) said.push({ now, left: ms });
  });
  const then = said.find(({ now }) => now > whole / 5);
  const left = whole - (then?.now ?? 0);
  expect(Math.abs((then?.left ?? 0) - left) / left).toBeLessThan(0.3);
});

test('what waited for processes to start says nothing of what follows', () => {
  const files = filesOf(60, () => 'base upload:anna').map((file, place) =>
    place < 3 ? { ...file, ms: file.ms + 60_000 } : file,
  );
  const said: number[] = [];
  const whole = simulate(files, 3, (pace, left) => {
    said.push(...pace.forecast('tenant', backlogOf(left)).values());
  });
  expect(whole).toBeGreaterThan(60_000);
  expect(said.length).toBeGreaterThan(10);
  expect(Math.max(...said)).toBeLessThan(60_000);
});

test('a lane with little left does not wait for all of another', () => {
  const next = filesOf(400, (place) => (place % 2 === 0 && place < 80 ? 'small' : 'large'));
  let forecast = new Map<string, number>();
  simulate(next.slice(0, 100), 1, (pace) => {
    forecast = pace.forecast('tenant', backlogOf([...next.slice(100), ...next.slice(0, 20)]));
  });
  const [small = 0, large = 0] = [forecast.get('small'), forecast.get('large')];
  expect(small).toBeGreaterThan(0);
  expect(small * 5).toBeLessThan(large);
});

test('nothing is foretold of what is paused, nor before anything was read; trouble is told until it is over', () => {
  const pace = createPace(() => 0);
  const [file] = filesOf(1, () => 'base upload:anna');
  if (!file) throw new Error('There is a file');
  expect(pace.forecast('tenant', backlogOf([file]))).toEqual(new Map());
  expect(pace.rateOf('tenant')).toBeNull();
  expect(pace.troubleOf('tenant')).toBeNull();
  const full = new Problem('storage-full', 'The disk is full.');
  pace.trouble('tenant', full);
  expect(pace.troubleOf('tenant')).toBe(full);
  expect(pace.troubleOf('other')).toBeNull();
  pace.trouble('tenant', null);
  expect(pace.troubleOf('tenant')).toBeNull();
  let asked = 0;
  simulate(
    filesOf(50, () => 'lane'),
    2,
    (known) => {
      const paused = backlogOf([file]).map((part) => ({ ...part, state: 'paused' as const }));
      expect(known.forecast('tenant', paused)).toEqual(new Map());
      asked += 1;
    },
  );
  expect(asked).toBe(50);
});
