import { base } from '../../contracts/base.ts';
import { pageOf } from '../../contracts/common.ts';
import {
  evaluation,
  measure,
  readEvaluation,
  type ReadEvaluationView,
} from '../../contracts/evaluation.ts';
import { Problem } from '../../domain/problem.ts';
import { pause } from '../../lib/clock.ts';
import { startProgress } from '../../lib/progress.ts';
import { table } from '../../lib/table.ts';
import type { Client } from '../client.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import {
  exitCodes,
  harmless,
  say,
  type ExitCode,
  type Output,
  type Terminal,
} from '../terminal.ts';

const POLL_MS = 200;
const SHOWN_CHANGES = 10;

const meanings = {
  found: 'expected passage found',
  recall: 'expected passages found',
  reciprocalRank: 'reciprocal rank',
  ndcg: 'nDCG',
  contains: 'answer contains what it should',
  cited: 'expected passage cited',
  abstainedRightly: 'abstained where right, only there',
} as const satisfies Record<keyof ReadEvaluationView['figures'], string>;

/** Not said which, the only one there is. */
const baseIdOf = async (client: Client, wanted: string | undefined): Promise<string> => {
  const { items } = await client.read(pageOf(base), '/api/v1/bases');
  const found = items.filter(({ id, name }) => [undefined, id, name].includes(wanted));
  const [only] = found;
  if (only && found.length === 1) return only.id;
  const names = items.map(({ id, name }) => `${harmless(name)} (${id})`).join(', ');
  throw new Problem(
    'not-found',
    wanted === undefined
      ? `Say with --base which knowledge base to measure; there are: ${names}.`
      : `${found.length} knowledge bases are called “${wanted}”; there are: ${names}.`,
  );
};

/** Starts a run and waits for its end. Stopped before, the run goes on where a server runs. */
const evaluated = async (
  client: Client,
  baseId: string,
  { stderr, stop }: Terminal,
): Promise<ReadEvaluationView> => {
  const path = `/api/v1/bases/${encodeURIComponent(baseId)}/evaluations`;
  const { id, questions } = await client.read(evaluation, path, { method: 'POST' });
  const progress = startProgress(stderr, { label: 'Questions', total: questions });
  for (;;) {
    const run = await client.read(readEvaluation, `/api/v1/evaluations/${encodeURIComponent(id)}`);
    if (run.endedAt !== null) {
      progress.end();
      return run;
    }
    progress.show(run.done);
    await pause(POLL_MS, stop);
  }
};

const fixed = (value: number): string => value.toFixed(3);
const signed = (value: number): string => (value > 0 ? `+${fixed(value)}` : fixed(value));

const figureRows = ({ figures, comparison }: ReadEvaluationView): string[][] =>
  measure.options.flatMap((name) => {
    const figure = figures[name];
    if (!figure) return [];
    const range = `${fixed(figure.low)} to ${fixed(figure.high)}`;
    const row = [meanings[name], fixed(figure.mean), range, `${figure.questions} questions`];
    const difference = comparison?.differences[name];
    if (!difference) return [row];
    const { mean, low, high } = difference;
    return [[...row, `${signed(mean)} (${signed(low)} to ${signed(high)})`]];
  });

const showChanges = (
  label: string,
  changes: NonNullable<ReadEvaluationView['comparison']>['better'],
  output: Output,
): void => {
  if (changes.length === 0) return;
  say(output, `\n${changes.length} ${label}`);
  for (const { question, measures } of changes.slice(0, SHOWN_CHANGES))
    say(output, `  ${harmless(question)} (${measures.join(', ')})`);
};

const show = (run: ReadEvaluationView, output: Output): void => {
  const { comparison, results } = run;
  for (const line of table(figureRows(run))) say(output, line);
  if (comparison) {
    const when = new Date(comparison.with.createdAt).toISOString().slice(0, 16).replace('T', ' ');
    say(output, `\nLast column: against ${when}, over ${comparison.questions} questions of both.`);
    showChanges('better', comparison.better, output);
    showChanges('worse', comparison.worse, output);
  }
  const outdated = results.filter((result) => result.outdated).length;
  if (outdated > 0) say(output, `\n${outdated} expect a passage that is no longer there.`);
  for (const { question, problem } of results)
    if (problem !== null) say(output, `  ${harmless(question)}: ${harmless(problem)}`);
};

/** Worse by more than chance makes of it, in any figure. */
const isWorse = ({ comparison }: ReadEvaluationView): boolean =>
  Object.values(comparison?.differences ?? {}).some((difference) => difference.high < 0);

const exitCodeOf = (run: ReadEvaluationView, strict: boolean): ExitCode => {
  if (run.state === 'failed') return exitCodes.failed;
  return strict && isWorse(run) ? exitCodes.someFailed : exitCodes.done;
};

export const run: Run = async (invocation) => {
  const { terminal } = invocation;
  const wanted = textOption(invocation, 'base');
  const ended = await withClient(
    invocation,
    async (client) => evaluated(client, await baseIdOf(client, wanted), terminal),
    { works: true },
  );
  if (isSet(invocation, 'json')) say(terminal.stdout, JSON.stringify(ended));
  else show(ended, terminal.stdout);
  if (ended.reason !== null) say(terminal.stderr, harmless(ended.reason));
  return exitCodeOf(ended, isSet(invocation, 'strict'));
};
