/**
 * Everything that can go wrong and that a caller may have to tell apart: one code each.
 * `status` is the HTTP status, `retryable` whether the same request may succeed later unchanged.
 */
const kinds = {
  'invalid-request': { status: 400, title: 'The request is not valid', retryable: false },
  'not-signed-in': { status: 401, title: 'Sign in first', retryable: false },
  forbidden: { status: 403, title: 'Not allowed', retryable: false },
  'not-found': { status: 404, title: 'Not found', retryable: false },
  'method-not-allowed': { status: 405, title: 'Method not allowed', retryable: false },
  conflict: { status: 409, title: 'In conflict with the present state', retryable: false },
  'in-progress': { status: 409, title: 'The same request is still running', retryable: true },
  'precondition-failed': { status: 412, title: 'Changed in the meantime', retryable: false },
  'too-large': { status: 413, title: 'Too large', retryable: false },
  'unsupported-media-type': {
    status: 415,
    title: 'This content type is not read',
    retryable: false,
  },
  'range-not-satisfiable': { status: 416, title: 'No such range', retryable: false },
  'idempotency-mismatch': {
    status: 422,
    title: 'The key was used for another body',
    retryable: false,
  },
  'target-not-allowed': { status: 422, title: 'This address may not be called', retryable: false },
  'too-many-requests': { status: 429, title: 'Too many requests', retryable: true },
  internal: { status: 500, title: 'Something failed here', retryable: false },
  'upstream-refused': {
    status: 502,
    title: 'The model service refused the request',
    retryable: false,
  },
  'upstream-garbled': {
    status: 502,
    title: 'The model service answered nonsense',
    retryable: true,
  },
  'upstream-failed': { status: 502, title: 'The model service failed', retryable: true },
  'upstream-stalled': { status: 504, title: 'The model service stopped sending', retryable: true },
  'upstream-timeout': { status: 504, title: 'The model service took too long', retryable: true },
  'upstream-rate-limited': { status: 503, title: 'The model service is busy', retryable: true },
  'content-filtered': { status: 422, title: 'Stopped by the content filter', retryable: false },
  interrupted: { status: 503, title: 'The answer was interrupted', retryable: true },
  stopping: { status: 503, title: 'The server is stopping', retryable: true },
  busy: { status: 503, title: 'Busy', retryable: true },
  'storage-full': { status: 507, title: 'The disk is full', retryable: true },
  'storage-failed': {
    status: 503,
    title: 'Stored data cannot be read or written',
    retryable: true,
  },
  'not-configured': { status: 409, title: 'Not configured', retryable: false },
} as const satisfies Record<string, { status: number; title: string; retryable: boolean }>;

export type ProblemCode = keyof typeof kinds;
export const problemCodes = Object.keys(kinds) as [ProblemCode, ...ProblemCode[]];

export type ProblemDetails = {
  code: ProblemCode;
  title: string;
  detail: string;
  retryable: boolean;
  /** Seconds to wait before trying again, when known. */
  retryAfter?: number;
  /** The request field that is at fault, as a path: `messages.0.content`. */
  field?: string;
};

type Extra = { cause?: unknown; retryable?: boolean; retryAfter?: number; field?: string };

/**
 * The only error class that is thrown on purpose. `detail` is read by people: it names what is wrong
 * and what helps, and never holds a secret, a path of the machine or an upstream's body.
 */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly retryable: boolean;
  readonly retryAfter: number | undefined;
  readonly field: string | undefined;

  constructor(code: ProblemCode, detail: string, extra: Extra = {}) {
    super(`${code}: ${detail}`, 'cause' in extra ? { cause: extra.cause } : undefined);
    this.name = 'Problem';
    this.code = code;
    this.detail = detail;
    this.retryable = extra.retryable ?? kinds[code].retryable;
    this.retryAfter = extra.retryAfter;
    this.field = extra.field;
  }

  get status(): number {
    return kinds[this.code].status;
  }

  get details(): ProblemDetails {
    return {
      code: this.code,
      title: kinds[this.code].title,
      detail: this.detail,
      retryable: this.retryable,
      ...(this.retryAfter === undefined ? {} : { retryAfter: this.retryAfter }),
      ...(this.field === undefined ? {} : { field: this.field }),
    };
  }
}

/** What a stranger may see of any thrown value: a Problem as it is, all else as `internal`. */
export const toProblem = (thrown: unknown): Problem =>
  thrown instanceof Problem
    ? thrown
    : new Problem('internal', 'This is our fault, not yours. The trace id finds it in the log.', {
        cause: thrown,
      });
