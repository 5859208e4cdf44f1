import type { ProblemBody } from '../contracts/common.ts';
import type { Problem } from '../domain/problem.ts';

/** Problem details, RFC 9457. What caused it stays in the log. */
export const problemBody = (problem: Problem, traceId: string): ProblemBody => ({
  type: `https://docent.dev/problems/${problem.code}`,
  status: problem.status,
  ...problem.details,
  traceId,
});

/** How a surface says that something went wrong. */
export type ProblemEncoder = (problem: Problem, traceId: string) => Response;

export const problemResponse: ProblemEncoder = (problem, traceId) =>
  Response.json(problemBody(problem, traceId), {
    status: problem.status,
    headers: { 'content-type': 'application/problem+json', ...retryAfter(problem) },
  });

export const retryAfter = ({ retryAfter }: Problem): Record<string, string> =>
  retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) };
