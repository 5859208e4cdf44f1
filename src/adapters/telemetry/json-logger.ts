import pino, { type Logger as Pino } from 'pino';
import type { Logger } from '../../ports/telemetry.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

type Sink = { write(line: string): void };

/** One JSON object per line; `error` is written with its message, stack and causes. */
export const jsonLogger = (options: { level: LogLevel; sink: Sink }): Logger =>
  over(
    pino(
      {
        level: options.level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (level) => ({ level }) },
        errorKey: 'error',
        serializers: { error: pino.stdSerializers.errWithCause },
      },
      options.sink,
    ),
  );

const over = (logger: Pino): Logger =>
  ({
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
    child: (fields) => over(logger.child(fields)),
  }) satisfies Logger;
