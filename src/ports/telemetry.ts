/** Fields go into the line as they are: ids, counts, durations in ms. Never questions, answers or secrets. What was thrown goes into `error`. */
export type LogFields = Record<string, unknown>;

/** One JSON object per line. `child` fixes fields, such as the trace id of a request, for all lines below. */
export type Logger = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
};
