import type { Problem, ProblemDetails } from '../../domain/problem.ts';
import { retryAfter, type ProblemEncoder } from '../../http/problem-response.ts';

type OpenaiError = { message: string; type: string; param: string | null; code: string | null };

/** Where OpenAI has a code of its own for it. */
const codes: Partial<Record<ProblemDetails['code'], string>> = {
  'not-signed-in': 'invalid_api_key',
  'too-many-requests': 'rate_limit_exceeded',
  'content-filtered': 'content_filter',
};

export const errorBody = (
  { code, detail, field }: ProblemDetails,
  status: number,
): { error: OpenaiError } => ({
  error: {
    message: detail,
    type: typeFor(status),
    param: field ?? null,
    code: field === 'model' ? 'model_not_found' : (codes[code] ?? code.replaceAll('-', '_')),
  },
});

const typeFor = (status: number): string => {
  if (status === 403) return 'permission_error';
  if (status === 429) return 'requests';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
};

/** A filtered question is a bad request there, not an unprocessable one. */
const statusOf = (problem: Problem): number =>
  problem.code === 'content-filtered' ? 400 : problem.status;

export const openaiProblem: ProblemEncoder = (problem, traceId) =>
  Response.json(errorBody(problem.details, statusOf(problem)), {
    status: statusOf(problem),
    headers: {
      'x-request-id': traceId,
      ...retryAfter(problem),
      ...(problem.retryable ? {} : { 'x-should-retry': 'false' }),
    },
  });
