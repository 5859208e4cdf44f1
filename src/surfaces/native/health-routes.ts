import { z } from 'zod';
import { publicRoute, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';

const health = z.object({ status: z.enum(['ok', 'not ready']) });

/** They say nothing but that: no version, no tenant. */
export const healthRoutes = ({ isReady }: HttpServices): Route[] => [
  publicRoute(
    {
      method: 'get',
      path: '/health/live',
      summary: 'Whether the process answers',
      answer: { schema: health, meaning: 'It does' },
    },
    () => Response.json({ status: 'ok' }),
  ),
  publicRoute(
    {
      method: 'get',
      path: '/health/ready',
      summary: 'Whether questions can be asked now; 503 while starting or stopping',
      answer: { schema: health, meaning: 'They can' },
    },
    () =>
      isReady()
        ? Response.json({ status: 'ok' })
        : Response.json({ status: 'not ready' }, { status: 503, headers: { 'retry-after': '2' } }),
  ),
];
