import { z } from 'zod';
import { id, pageOf } from '../../contracts/common.ts';
import { base, baseChange, baseRequest, type BaseView } from '../../contracts/base.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import type { SeenBase } from '../../knowledge/bases.ts';
import { given } from '../../lib/given.ts';

const byId = z.object({ id });

const baseView = (seen: SeenBase): BaseView => ({
  id: seen.id,
  name: seen.name,
  description: seen.description,
  createdAt: seen.createdAt,
  documents: seen.documents,
  questions: seen.questions,
  prompt: seen.prompt,
  readers: seen.readers,
});

export const baseRoutes = ({ knowledge: { bases } }: HttpServices): Route[] => [
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/bases',
      summary: 'List knowledge bases',
      answer: { schema: pageOf(base), meaning: 'All that you may read' },
    },
    async ({ principal }) =>
      Response.json({ items: (await bases.list(principal)).map(baseView), cursor: null }),
  ),
  route(
    'base:write',
    {
      method: 'post',
      path: '/api/v1/bases',
      summary: 'Make a knowledge base',
      body: baseRequest,
      answer: { status: 201, schema: base, meaning: 'The base' },
    },
    async ({ principal, body }) =>
      Response.json(baseView(await bases.create(principal, body)), { status: 201 }),
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/bases/{id}',
      summary: 'Read a knowledge base',
      params: byId,
      answer: { schema: base, meaning: 'The base' },
    },
    async ({ principal, path }) => Response.json(baseView(await bases.get(principal, path.id))),
  ),
  route(
    'base:write',
    {
      method: 'patch',
      path: '/api/v1/bases/{id}',
      summary:
        'Name or describe a knowledge base, say how it answers, what to ask, and who reads it',
      params: byId,
      body: baseChange,
      answer: { schema: base, meaning: 'The base as it is now' },
    },
    async ({ principal, path, body }) =>
      Response.json(baseView(await bases.update(principal, path.id, given(body)))),
  ),
  route(
    'base:write',
    {
      method: 'delete',
      path: '/api/v1/bases/{id}',
      summary: 'Delete a knowledge base with all its documents',
      params: byId,
      answer: { status: 204, meaning: 'Done' },
    },
    async ({ principal, path }) => {
      await bases.delete(principal, path.id);
      return new Response(null, { status: 204 });
    },
  ),
];
