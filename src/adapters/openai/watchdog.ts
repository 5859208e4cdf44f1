import { Problem } from '../../domain/problem.ts';
import type { ChatOptions } from './options.ts';

/**
 * Ends a call that takes too long, by aborting `signal` with the Problem that says why; the caller's own
 * abort passes through with its reason. Time in which we do not wait for the upstream does not count as idle.
 */
export type Watchdog = {
  signal: AbortSignal;
  /** A new attempt: time to the first event starts. */
  begin(): void;
  /** The first event is there: from now on silence counts. */
  started(): void;
  wait(): void;
  rest(): void;
  stop(): void;
};

export const startWatchdog = (
  outer: AbortSignal,
  { firstTokenMs, idleMs, totalMs }: ChatOptions['deadlines'],
): Watchdog => {
  const controller = new AbortController();
  let waiting = false;
  const passOn = () => controller.abort(outer.reason);
  outer.addEventListener('abort', passOn, { once: true });
  const end = (code: 'upstream-timeout' | 'upstream-stalled', detail: string) => () =>
    controller.abort(new Problem(code, detail));
  const total = setTimeout(
    end('upstream-timeout', 'The answer took longer than allowed.'),
    totalMs,
  );
  const stalled = end('upstream-stalled', 'The model service stopped in the middle of its answer.');
  const late = end('upstream-timeout', 'The model service did not begin to answer in time.');
  let first: NodeJS.Timeout | undefined;
  let idle: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    begin: () => {
      clearTimeout(first);
      first = setTimeout(late, firstTokenMs);
    },
    started: () => {
      clearTimeout(first);
      idle ??= setTimeout(() => {
        if (waiting) stalled();
      }, idleMs);
    },
    // Re-arming the one timer costs a tenth of making a new one, and this runs for every read.
    wait: () => {
      waiting = true;
      idle?.refresh();
    },
    rest: () => {
      waiting = false;
    },
    stop: () => {
      clearTimeout(first);
      clearTimeout(idle);
      clearTimeout(total);
      outer.removeEventListener('abort', passOn);
    },
  };
};
