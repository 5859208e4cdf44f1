import type { ProblemBody } from '../../src/contracts/common.ts';
import { lookForServer } from './connection.ts';

const root = '/api/v1';

/** An answer of the server that is not a success. `message` is written for people. */
export class RequestProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryable: boolean;

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.name = 'RequestProblem';
    this.status = status;
    this.code = body.code ?? 'unknown';
    this.retryable = body.retryable ?? false;
  }
}

export const isProblem = (error: unknown, status: number): boolean =>
  error instanceof RequestProblem && error.status === status;

/** What to say about a failure: the server's own words, or that it could not be reached. */
export const explain = (error: unknown): string =>
  error instanceof RequestProblem
    ? error.message
    : 'Docent could not be reached. Check the connection, then try again.';

export const parseProblem = (text: string): Partial<ProblemBody> => {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {}; // a proxy's error page: the status has to do
  }
};

/** A proxy answers so while its server is starting again. */
const isProxys = ({ status, code }: RequestProblem): boolean => status >= 502 && code === 'unknown';

export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

export const urlOf = (path: string): string => root + path;

/** Throws `RequestProblem` on an error of the server, and what `fetch` throws when there is none to be reached. */
export const call = async (path: string, options: Call = {}): Promise<Response> => {
  const { body, headers, method = 'GET', signal } = options;
  const response = await fetch(urlOf(path), {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (!signal?.aborted) void lookForServer();
    throw error;
  });
  if (response.ok) return response;
  const problem = new RequestProblem(response.status, parseProblem(await response.text()));
  if (isProxys(problem)) void lookForServer();
  throw problem;
};

/** The server is ours and of the same build: its bodies are typed by the contracts, not parsed again here. */
export const json = async <Body>(path: string, options?: Call): Promise<Body> =>
  (await call(path, options)).json();

export const query = (values: Record<string, string | number | null | undefined>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return given.length === 0
    ? ''
    : `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
};
