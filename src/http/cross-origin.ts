import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { HttpEnvironment } from './dispatch.ts';
import type { Surface } from './route.ts';

/**
 * Pages of other origins may ask only where a surface says so, only those that the settings name letter by
 * letter, and never with cookies. Everybody else gets no permission, which browsers take as no.
 */
export const allowOrigins = (
  surfaces: readonly Surface[],
  { allowedOrigins, basePath }: { allowedOrigins: readonly string[]; basePath: string },
): MiddlewareHandler<HttpEnvironment> => {
  const prefixes = surfaces
    .filter(({ crossOrigin }) => crossOrigin)
    .flatMap((surface) => surface.prefixes.map((prefix) => basePath + prefix));
  const allow = cors({
    origin: (origin) => (allowedOrigins.includes(origin) ? origin : null),
    allowMethods: ['GET', 'POST'],
    allowHeaders: ['authorization', 'api-key', 'content-type', 'x-trace-id', 'idempotency-key'],
    exposeHeaders: [
      'x-trace-id',
      'x-request-id',
      'retry-after',
      'x-should-retry',
      'x-ratelimit-limit-requests',
      'x-ratelimit-remaining-requests',
      'x-ratelimit-reset-requests',
    ],
    maxAge: 600,
  });
  return async (context, next) => {
    const isOpen = prefixes.some((prefix) => context.req.path.startsWith(prefix));
    return isOpen ? allow(context, next) : next();
  };
};
