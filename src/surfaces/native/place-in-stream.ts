import type { FinishReason } from '../../domain/turn.ts';
import { Problem } from '../../domain/problem.ts';

/**
 * Where a reader stands in a turn's stream: all that the encoder must know to go on. It travels as the event id,
 * `{turnId}.{seq}.{offset}` and, when there is more to know, `.{flags}`: `r` a reasoning part is open,
 * `e` the answer has ended, `a` it abstained, and `l` `c` `x` why it ended when not by itself.
 */
export type PlaceInStream = {
  seq: number;
  /** Characters of the answer that the reader has. */
  offset: number;
  reasoningOpen: boolean;
  ended: { finishReason: FinishReason; abstained: boolean } | null;
};

export const beginning: PlaceInStream = { seq: 0, offset: 0, reasoningOpen: false, ended: null };

const finishFlags = [
  ['l', 'length'],
  ['c', 'content-filter'],
  ['x', 'stopped'],
] as const satisfies [string, FinishReason][];

export const eventId = (turnId: string, place: PlaceInStream): string => {
  const { seq, offset, reasoningOpen, ended } = place;
  const finish = finishFlags.find(([, reason]) => reason === ended?.finishReason)?.[0] ?? '';
  const flags = `${reasoningOpen ? 'r' : ''}${ended ? 'e' : ''}${ended?.abstained ? 'a' : ''}${finish}`;
  return `${turnId}.${seq}.${offset}${flags === '' ? '' : `.${flags}`}`;
};

const written = /^([\w-]{1,100})\.(\d{1,15})\.(\d{1,15})(?:\.([realcx]{1,5}))?$/;

/** The place that a `Last-Event-ID` of this turn's stream names. */
export const readEventId = (id: string, turnId: string): PlaceInStream => {
  const [, turn, seq, offset, flags = ''] = written.exec(id) ?? [];
  if (turn !== turnId) {
    const detail = 'Last-Event-ID is not one of this stream.';
    throw new Problem('invalid-request', detail, { field: 'Last-Event-ID' });
  }
  const finishReason = finishFlags.find(([flag]) => flags.includes(flag))?.[1] ?? 'stop';
  return {
    seq: Number(seq),
    offset: Number(offset),
    reasoningOpen: flags.includes('r'),
    ended: flags.includes('e') ? { finishReason, abstained: flags.includes('a') } : null,
  };
};
