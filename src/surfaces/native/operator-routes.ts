import { z } from 'zod';
import { signInLink } from '../../contracts/identity.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { streamOf } from '../../lib/stream-of.ts';

const someone = z.strictObject({
  name: z.string().trim().min(1).max(100).optional().describe('Left out: the first administrator'),
  role: z.enum(['viewer', 'member', 'administrator']).optional().describe('Of a new account'),
});

/** For whoever runs the installation: by the socket in the data folder, never by the network. */
export const operatorRoutes = ({ access, operator }: HttpServices): Route[] => [
  route(
    'installation:operate',
    {
      method: 'post',
      path: '/api/v1/operator/sign-in-link',
      summary: 'Make a one-time link for an account; a new name makes an account',
      query: someone,
      answer: { schema: signInLink, meaning: 'The link; it opens once' },
    },
    async ({ principal, query: { name, role } }) => {
      const { token, expiresAt } = await access.signInLink({
        tenant: principal.tenant,
        name,
        role,
      });
      return Response.json({ url: `${operator.pageUrl()}/#/sign-in?token=${token}`, expiresAt });
    },
  ),
  route(
    'installation:operate',
    {
      method: 'get',
      path: '/api/v1/operator/status',
      summary: 'How the installation stands',
      answer: {
        schema: z.record(z.string(), z.unknown()),
        meaning: 'For people and `docent status`',
      },
    },
    async ({ request }) => Response.json(await operator.status(request.signal)),
  ),
  route(
    'installation:operate',
    {
      method: 'post',
      path: '/api/v1/operator/backup',
      summary: 'A backup of everything, while everything goes on',
      answer: { contentType: 'application/x-tar', meaning: 'The archive' },
    },
    ({ request }) =>
      new Response(streamOf(operator.backup(request.signal)), {
        headers: { 'content-type': 'application/x-tar' },
      }),
  ),
];
