import { z } from 'zod';
import { analyticsQuery, baseAnalytics } from '../../contracts/analytics.ts';
import { id } from '../../contracts/common.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';

export const analyticsRoutes = ({ knowledge: { analytics } }: HttpServices): Route[] => [
  route(
    'base:measure',
    {
      method: 'get',
      path: '/api/v1/bases/{id}/analytics',
      summary: 'What a base was asked, what it could not answer, and what it cites',
      params: z.object({ id }),
      query: analyticsQuery,
      answer: { schema: baseAnalytics, meaning: 'Of the last days; nobody is named' },
    },
    async ({ principal, path, query: { days } }) =>
      Response.json(await analytics.useOf(principal, path.id, days)),
  ),
];
