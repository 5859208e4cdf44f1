import { randomBytes } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../ports/telemetry.ts';
import type { HttpEnvironment } from './dispatch.ts';
import { addSecurityHeaders } from './security-headers.ts';

const acceptable = /^[A-Za-z0-9_-]{8,64}$/;

/** One trace id per request: in every log line and in the response. One line says how the request went. */
export const traced =
  (logger: Logger): MiddlewareHandler<HttpEnvironment> =>
  async (context, next) => {
    const given = context.req.header('x-trace-id') ?? '';
    const traceId = acceptable.test(given) ? given : randomBytes(16).toString('hex');
    const log = logger.child({ traceId });
    context.set('traceId', traceId);
    context.set('log', log);
    const startedAt = performance.now();
    await next();
    context.res.headers.set('x-trace-id', traceId);
    addSecurityHeaders(context.res.headers);
    log.info('request', {
      method: context.req.method,
      route: context.get('route') ?? 'none',
      status: context.res.status,
      ms: Math.round(performance.now() - startedAt),
    });
  };
