import { z } from 'zod';
import { id } from '../../contracts/common.ts';
import {
  places,
  placesQuery,
  searchQuery,
  searchResult,
  suggestions,
  versionText,
} from '../../contracts/knowledge.ts';
import { Problem } from '../../domain/problem.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { passageView } from './document-views.ts';
import { streamOf } from '../../lib/stream-of.ts';

const byId = z.object({ id });

const versions = ({ knowledge }: HttpServices): Route[] => [
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/versions/{id}/text',
      summary: 'The text that citations of this version point into',
      params: byId,
      answer: { schema: versionText, meaning: 'The text with its blocks' },
    },
    async ({ principal, path }) => {
      const { text, blocks, current, document } = await knowledge.text(principal, path.id);
      const { id: documentId, title, mediaType, language } = document;
      const shown = { documentId, versionId: path.id, current, title, mediaType, language };
      return Response.json({ ...shown, text, blocks });
    },
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/versions/{id}/places',
      summary: 'Where the words of a range stand on the pages',
      params: byId,
      query: placesQuery,
      answer: { schema: places, meaning: 'Rectangles; none where the format has no pages' },
    },
    async ({ principal, path, query: { start, end } }) => {
      if (end < start)
        throw new Problem('invalid-request', 'end is before start.', { field: 'end' });
      return Response.json({ boxes: await knowledge.places(principal, path.id, { start, end }) });
    },
  ),
];

export const readingRoutes = (services: HttpServices): Route[] => [
  ...versions(services),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/search',
      summary: 'Search passages',
      query: searchQuery,
      answer: { schema: searchResult, meaning: 'What was found, best first' },
    },
    async ({ principal, request: { signal }, query: { q, base, limit } }) => {
      const baseWish = base === undefined ? {} : { baseId: base };
      const { evidence, passages } = await services.knowledge.search(principal, {
        query: q,
        ...baseWish,
        limit,
        signal,
      });
      const hits = passages.map((passage) => ({ ...passageView(passage), score: passage.score }));
      return Response.json({ evidence, hits });
    },
  ),
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/suggestions',
      summary: 'Questions to begin with, from the newest documents',
      answer: { schema: suggestions, meaning: 'A few questions' },
    },
    async ({ principal }) =>
      Response.json({ questions: await services.knowledge.suggestions(principal) }),
  ),
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/messages/{id}/images/{place}',
      summary: 'An image of a question',
      params: z.object({ id, place: z.coerce.number().int().min(0) }),
      answer: { contentType: 'image/*', meaning: 'The image' },
    },
    async ({ principal, path }) => {
      const { parts } = await services.conversations.message(principal, path.id);
      const part = parts[path.place];
      if (part?.type !== 'image') throw new Problem('not-found', 'There is no such image.');
      const { originals } = await services.tenants.open(principal.tenant);
      return new Response(streamOf(originals.read(part.hash)), {
        headers: { 'content-type': part.mediaType, 'content-disposition': 'inline' },
      });
    },
  ),
];
