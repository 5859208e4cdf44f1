import { z } from 'zod';
import { id, pageOf } from '../../contracts/common.ts';
import { base, baseChange, baseRequest } from '../../contracts/knowledge.ts';
import { Problem } from '../../domain/problem.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { baseView } from './document-views.ts';

const byId = z.object({ id });

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
    async ({ principal, path }) => {
      const found = (await bases.list(principal)).find((each) => each.id === path.id);
      if (!found) throw new Problem('not-found', 'There is no such knowledge base.');
      return Response.json(baseView(found));
    },
  ),
  route(
    'base:write',
    {
      method: 'patch',
      path: '/api/v1/bases/{id}',
      summary: 'Rename or describe a knowledge base',
      params: byId,
      body: baseChange,
      answer: { schema: base, meaning: 'The base as it is now' },
    },
    async ({ principal, path, body: { name, description } }) => {
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
      };
      return Response.json(baseView(await bases.update(principal, path.id, change)));
    },
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
