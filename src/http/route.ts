import { z } from 'zod';
import type { Identity } from '../access/identity.ts';
import type { Peer } from '../access/peer.ts';
import type { Action } from '../access/policy.ts';
import type { Principal } from '../domain/principal.ts';
import type { Logger } from '../ports/telemetry.ts';
import type { Reader } from './event-stream.ts';
import { checkContentType, JSON_LIMIT, readJson } from './json-body.ts';
import type { ProblemEncoder } from './problem-response.ts';
import { readQuery, validate } from './validation.ts';

/** A request as far as it is everybody's: traced, from somewhere, not yet from somebody. */
export type Visit = {
  request: Request;
  peer: Peer;
  /** What the path's `{names}` stand for. */
  pathValues: Record<string, string>;
  traceId: string;
  log: Logger;
};

/** Who it is from. */
export type Visitor = {
  identity: Identity;
  /** The visitor as reader of a stream, for as long as it is there and may read. */
  reader(): Reader;
};

/** What a handler gets. On a public route there may be nobody: then it has no `principal` to use. */
export type Call<Path, Query, Body> = Visit & {
  path: Path;
  query: Query;
  body: Body;
  /** The body as it was sent; empty without one. */
  bodyText: string;
};
export type SignedCall<Path, Query, Body> = Call<Path, Query, Body> &
  Visitor & { principal: Principal };

/** What comes back, for the API's document. Without a schema: `contentType` says it all. */
export type Answer = { status?: number; schema?: z.ZodType; contentType?: string; meaning: string };

type Common<Path, Query> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With `{names}`. */
  path: string;
  summary: string;
  answer: Answer;
  params?: z.ZodType<Path>;
  query?: z.ZodType<Query>;
  /** Headers that the route reads, for the API's document. */
  headers?: Record<string, string>;
};
type Spec<Path, Query, Body> = Common<Path, Query> & {
  body?: z.ZodType<Body>;
  /** When other than a megabyte. */
  maxBytes?: number;
  /** The body is a form with files, which the handler reads itself. */
  multipart?: true;
};

/** A row of the route table. Without an action it is not one. */
export type Route = Omit<Common<unknown, unknown>, 'params' | 'query'> & {
  action: Action;
  params: z.ZodType | null;
  query: z.ZodType | null;
  body: z.ZodType | null;
  multipart: boolean;
  handle(visit: Visit, visitor: Visitor | null): Promise<Response>;
};

type Handler<In> = (call: In) => Response | Promise<Response>;

/** A route for somebody who may do `action`. */
export const route = <Path = unknown, Query = unknown, Body = undefined>(
  action: Exclude<Action, 'public'>,
  spec: Spec<Path, Query, Body>,
  handler: Handler<SignedCall<Path, Query, Body>>,
): Route => ({
  ...rowOf(spec),
  action,
  async handle(visit, visitor) {
    if (!visitor) throw new Error(`${spec.path} was reached by nobody`);
    const call = await readCall(visit, spec);
    return handler({ ...call, ...visitor, principal: visitor.identity.principal });
  },
});

/** A route for everybody. */
export const publicRoute = <Path = unknown, Query = unknown, Body = undefined>(
  spec: Spec<Path, Query, Body>,
  handler: Handler<Call<Path, Query, Body>>,
): Route => ({
  ...rowOf(spec),
  action: 'public',
  handle: async (visit) => handler(await readCall(visit, spec)),
});

const rowOf = <Path, Query, Body>(spec: Spec<Path, Query, Body>) => ({
  method: spec.method,
  path: spec.path,
  summary: spec.summary,
  answer: spec.answer,
  ...(spec.headers ? { headers: spec.headers } : {}),
  params: spec.params ?? null,
  query: spec.query ?? null,
  body: spec.body ?? null,
  multipart: spec.multipart ?? false,
});

const readCall = async <Path, Query, Body>(
  visit: Visit,
  spec: Spec<Path, Query, Body>,
): Promise<Call<Path, Query, Body>> => {
  const path = validate(spec.params ?? z.custom<Path>(), visit.pathValues);
  const query = validate(
    spec.query ?? z.custom<Query>(),
    readQuery(new URL(visit.request.url).searchParams),
  );
  if (spec.multipart) checkContentType(visit.request.headers, 'multipart/form-data');
  const { value, text } = spec.body
    ? await readJson(visit.request, spec.maxBytes ?? JSON_LIMIT)
    : { value: undefined, text: '' };
  return {
    ...visit,
    path,
    query,
    body: validate(spec.body ?? z.custom<Body>(), value),
    bodyText: text,
  };
};

/** One face of the server: its rows of the route table and how it says that something went wrong. */
export type Surface = {
  name: string;
  /** Where its paths begin: what is missing below is said in its own way. */
  prefixes: readonly string[];
  /** Whether pages of the allowed origins may ask with a key. */
  crossOrigin: boolean;
  routes: Route[];
  encodeProblem: ProblemEncoder;
};
