import type { Logger } from '../../src/ports/telemetry.ts';

const nothing = () => undefined;

/** A log that nobody reads. */
export const quietLogger: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  child: () => quietLogger,
};
