import type { QuestionResult } from '../../domain/evaluation.ts';
import { bootstrapMean, type Interval } from './bootstrap.ts';
import { mean } from './ranking-figures.ts';

/** What is measured of each question, 0 to 1, more is better; null where it does not apply. */
export const measures = {
  found: ({ found }: QuestionResult) => asNumber(found),
  recall: ({ recall }: QuestionResult) => recall,
  reciprocalRank: ({ found, rank }: QuestionResult) =>
    found === null ? null : rank === null ? 0 : 1 / rank,
  ndcg: ({ ndcg }: QuestionResult) => ndcg,
  contains: ({ contains }: QuestionResult) => asNumber(contains),
  cited: ({ cited }: QuestionResult) => asNumber(cited),
  abstainedRightly: ({ abstainedRightly }: QuestionResult) => asNumber(abstainedRightly),
} as const satisfies Record<string, (result: QuestionResult) => number | null>;

export type Measure = keyof typeof measures;
const measureNames = Object.keys(measures) as [Measure, ...Measure[]];

const asNumber = (is: boolean | null): number | null => (is === null ? null : Number(is));

export type Figure = Interval & { questions: number };
export type Difference = Figure & { before: number; now: number };
export type Change = { questionId: string; question: string; measures: Measure[] };

export type Comparison = {
  /** Asked in both runs with the same wording and expectation. */
  questions: number;
  differences: Partial<Record<Measure, Difference>>;
  better: Change[];
  worse: Change[];
};

const perMeasure = async <Value>(
  of: (name: Measure) => Promise<Value | null>,
): Promise<Partial<Record<Measure, Value>>> => {
  const figures: Partial<Record<Measure, Value>> = {};
  for (const name of measureNames) {
    const value = await of(name);
    if (value !== null) figures[name] = value;
  }
  return figures;
};

/** The figures of a run, with what chance alone would make of them; a measure that no question has is left out. */
export const figuresOf = (
  results: readonly QuestionResult[],
): Promise<Partial<Record<Measure, Figure>>> =>
  perMeasure(async (name) => {
    const values = results.flatMap((result) => measures[name](result) ?? []);
    const interval = await bootstrapMean(values);
    return interval && { ...interval, questions: values.length };
  });

type Pair = { now: QuestionResult; before: QuestionResult };

const pairsOf = (now: readonly QuestionResult[], before: readonly QuestionResult[]): Pair[] => {
  const earlier = new Map(before.map((result) => [result.questionId, result]));
  return now.flatMap((result) => {
    const same = earlier.get(result.questionId);
    return same?.wording === result.wording ? [{ now: result, before: same }] : [];
  });
};

/** A run against an earlier one, question by question. */
export const compareRuns = async (
  now: readonly QuestionResult[],
  before: readonly QuestionResult[],
): Promise<Comparison> => {
  const pairs = pairsOf(now, before);
  const changes = pairs.map((pair) => ({ pair, ...changeOf(pair) }));
  const listed = (direction: 1 | -1): Change[] =>
    changes
      .filter(({ gain }) => Math.sign(gain) === direction)
      .toSorted((one, other) => Math.abs(other.gain) - Math.abs(one.gain))
      .map(({ pair: { now: result }, changed }) => ({
        questionId: result.questionId,
        question: result.question,
        measures: changed,
      }));
  return {
    questions: pairs.length,
    differences: await perMeasure((name) => differenceIn(name, pairs)),
    better: listed(1),
    worse: listed(-1),
  };
};

const differenceIn = async (name: Measure, pairs: readonly Pair[]): Promise<Difference | null> => {
  const values = pairs.flatMap((pair) => {
    const now = measures[name](pair.now);
    const before = measures[name](pair.before);
    return now === null || before === null ? [] : [{ now, before }];
  });
  const interval = await bootstrapMean(values.map(({ now, before }) => now - before));
  return (
    interval && {
      ...interval,
      questions: values.length,
      before: mean(values.map(({ before }) => before)),
      now: mean(values.map(({ now }) => now)),
    }
  );
};

/** Every measure counts the same: a question is better when it gained more than it lost. */
const changeOf = ({ now, before }: Pair): { gain: number; changed: Measure[] } => {
  let gain = 0;
  const changed = measureNames.filter((name) => {
    const difference = (measures[name](now) ?? 0) - (measures[name](before) ?? 0);
    gain += difference;
    return difference !== 0;
  });
  return { gain, changed };
};
