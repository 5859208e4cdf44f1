import type { IngestionView } from '../contracts/ingestion.ts';
import { table } from '../lib/table.ts';
import { textOption, type Invocation } from './command.ts';
import { harmless, say, type Output } from './terminal.ts';

const states = {
  idle: 'Nothing waits to be read.',
  reading: 'Documents are being read.',
  paused: 'Reading is paused. Go on with: docent documents resume',
  held: 'Reading waits:',
} as const;

const indexStates = {
  filling: 'The search index is being filled; what is not in it yet is not found:',
  renewing: 'The search index is being made anew, the one before answers meanwhile:',
} as const;

/** A base or a lane; neither is everything. */
export const scopeOption = (invocation: Invocation) => {
  const [base, lane] = [textOption(invocation, 'base'), textOption(invocation, 'lane')];
  return { ...(base !== undefined && { base }), ...(lane !== undefined && { lane }) };
};

const leftOf = (seconds: number | null): string => {
  if (seconds === null) return '–';
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
};

/** How far the reading of documents is, for people. */
export const sayIngestion = (
  output: Output,
  { state, reason, index, lanes, reading }: IngestionView,
): void => {
  say(output, reason === null ? states[state] : `${states[state]} ${harmless(reason)}`);
  if (index) say(output, `${indexStates[index.state]} ${index.percent} %`);
  if (lanes.length === 0) return;
  const rows = lanes.map(({ id, baseId, source, name, paused, ...figures }) => [
    id,
    harmless(name === null ? source : `${source} ${name}`),
    baseId,
    `${figures.done}/${figures.documents}`,
    String(figures.failed),
    paused ? 'paused' : leftOf(figures.secondsLeft),
  ]);
  for (const line of table([['lane', 'source', 'base', 'done', 'failed', 'left'], ...rows]))
    say(output, line);
  for (const { name, progress } of reading) {
    const { stage, done, total } = progress;
    say(
      output,
      `  ${harmless(name)}: ${stage}${done === null ? '' : ` ${done} of ${total ?? '?'}`}`,
    );
  }
};
