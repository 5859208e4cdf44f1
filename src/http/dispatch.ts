import type { Context } from 'hono';
import type { Identity } from '../access/identity.ts';
import type { Peer } from '../access/peer.ts';
import { mayDo, type Action } from '../access/policy.ts';
import { rateLimiter, type Allowance } from '../access/rate-limiter.ts';
import { Problem, toProblem } from '../domain/problem.ts';
import type { Logger } from '../ports/telemetry.ts';
import { openReader } from './open-reader.ts';
import { checkSameOrigin } from './same-origin.ts';
import type { Route, Surface, Visit, Visitor } from './route.ts';
import type { HttpServices } from './services.ts';
import { refuseCredentialsInAddress } from './validation.ts';

export type HttpEnvironment = {
  Bindings: { peer?: Peer };
  Variables: { traceId: string; log: Logger; route?: string };
};

/** Without a listener that knows better, a request comes from far away and in the clear. */
const STRANGER: Peer = { via: 'network', address: 'unknown', loopback: false, secure: false };

/**
 * The way of every request to its handler: from our own page or with a key, by somebody, who may, not too often.
 * The handler reads path, query and body only after that. Whatever is thrown becomes the surface's own error.
 */
export const createDispatcher = ({ access, limits }: Pick<HttpServices, 'access' | 'limits'>) => {
  const asks = rateLimiter({ limit: limits.asksPerMinute, windowMs: 60_000 });

  const admit = async (visit: Visit, action: Action): Promise<Visitor | null> => {
    if (action === 'public') return null;
    const identity = await access.authenticate({
      headers: visit.request.headers,
      peer: visit.peer,
    });
    if (!identity) throw new Problem('not-signed-in', 'Sign in, or send an API key.');
    if (!mayDo(identity.principal, action)) {
      throw new Problem('forbidden', 'Your role, or this key, does not allow this.');
    }
    return { identity, reader: () => openReader(access, identity, visit) };
  };

  const allowance = ({ principal }: Identity, use: 'take' | 'peek'): Allowance =>
    asks[use](`${principal.tenant} ${principal.id}`);

  return (surface: Surface, row: Route) =>
    async (context: Context<HttpEnvironment>): Promise<Response> => {
      const visit = visitOf(context);
      context.set('route', row.path);
      let used: Allowance | null = null;
      const answer = async (): Promise<Response> => {
        refuseCredentialsInAddress(new URL(visit.request.url).searchParams);
        checkSameOrigin(visit.request, visit.peer);
        const visitor = await admit(visit, row.action);
        // The operator measures and fills: its own machine is its limit.
        if (visitor && visit.peer.via !== 'socket') {
          const isAsk = row.action === 'turn:ask';
          used = allowance(visitor.identity, isAsk ? 'take' : 'peek');
          if (isAsk) checkAllowance(used);
        }
        return row.handle(visit, visitor);
      };
      const response = await answer().catch((error: unknown) => {
        const problem = toProblem(error);
        logProblem(visit, problem);
        const response = surface.encodeProblem(problem, visit.traceId);
        if (leftInBody(visit.request, row)) response.headers.set('connection', 'close');
        return response;
      });
      addAllowance(response.headers, used);
      return context.req.method === 'HEAD' ? withoutBody(response) : response;
    };
};

const visitOf = (context: Context<HttpEnvironment>): Visit => ({
  request: context.req.raw,
  peer: context.env?.peer ?? STRANGER,
  pathValues: context.req.param(),
  traceId: context.get('traceId'),
  log: context.get('log'),
});

/** What is still coming of a form that was refused half-way must not be taken for the next request's. */
const leftInBody = ({ bodyUsed, headers }: Request, { multipart }: Route): boolean =>
  bodyUsed && (multipart || headers.has('transfer-encoding'));

/** A body that nobody reads is let go: it may be a stream that never ends by itself. */
const withoutBody = async ({ body, status, headers }: Response): Promise<Response> => {
  await body?.cancel();
  return new Response(null, { status, headers });
};

const checkAllowance = ({ allowed, resetSeconds }: Allowance): void => {
  if (allowed) return;
  const extra = { retryAfter: resetSeconds };
  throw new Problem('too-many-requests', 'You ask faster than is allowed.', extra);
};

const addAllowance = (headers: Headers, allowance: Allowance | null): void => {
  if (!allowance) return;
  headers.set('x-ratelimit-limit-requests', String(allowance.limit));
  headers.set('x-ratelimit-remaining-requests', String(allowance.remaining));
  headers.set('x-ratelimit-reset-requests', `${allowance.resetSeconds}s`);
};

/** Our own faults are errors; what a caller did wrong is news for somebody who looks for it. */
export const logProblem = (
  { log, request }: Pick<Visit, 'log' | 'request'>,
  problem: Problem,
): void => {
  if (request.signal.aborted) return;
  const fields = {
    code: problem.code,
    ...(problem.cause instanceof Error ? { error: problem.cause } : {}),
  };
  if (problem.status >= 500) log.error('request failed', fields);
  else log.debug('request refused', fields);
};
