import { Problem } from '../domain/problem.ts';
import type { Route, Surface } from './route.ts';

/** For each path of a surface, the row that answers the methods it has not: 405, once it is clear who asks. */
export const methodsAt = ({ routes, encodeProblem }: Surface): Route[] => {
  const rowsByPath = Map.groupBy(routes, ({ path }) => path);
  return [...rowsByPath].map(([path, rows]) => {
    const methods = rows.map(({ method }) => method.toUpperCase()).join(', ');
    const [first] = rows;
    return {
      method: 'get',
      path,
      summary: 'Other methods',
      answer: { status: 405, meaning: 'Not allowed' },
      action: rows.some(({ action }) => action === 'public') ? 'public' : 'self:read',
      params: first?.params ?? null,
      query: null,
      body: null,
      multipart: false,
      async handle({ traceId }) {
        const problem = new Problem('method-not-allowed', `This address knows ${methods}.`);
        const response = encodeProblem(problem, traceId);
        response.headers.set('allow', methods);
        return response;
      },
    };
  });
};
