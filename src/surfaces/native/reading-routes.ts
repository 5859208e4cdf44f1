import { z } from 'zod';
import { mayDo } from '../../access/policy.ts';
import { suggestions, suggestionsQuery } from '../../contracts/base.ts';
import { id } from '../../contracts/common.ts';
import {
  facetQuery,
  facetResult,
  findQuery,
  foundWords,
  located,
  locateQuery,
  outline,
  places,
  placesQuery,
  readers,
  searchQuery,
  searchResult,
  textQuery,
  versionText,
} from '../../contracts/knowledge.ts';
import { Problem } from '../../domain/problem.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { windowOf } from '../../knowledge/text-window.ts';
import { passageView, readersView } from './document-views.ts';
import { given } from '../../lib/given.ts';
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
      query: textQuery,
      answer: { schema: versionText, meaning: 'The text with its blocks; of a long one a part' },
    },
    async ({ principal, path, query }) => {
      const version = await knowledge.text(principal, path.id);
      const { id: documentId, title, mediaType, language } = version.document;
      const { versionId, current } = version;
      const shown = { documentId, versionId, current, title, mediaType, language };
      return Response.json({ ...shown, ...windowOf(version, query) });
    },
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/versions/{id}/outline',
      summary: 'Pages, slides or sheets of a version with their titles, and its headings',
      params: byId,
      answer: { schema: outline, meaning: 'Where they stand in the text' },
    },
    async ({ principal, path }) => Response.json(await knowledge.outline(principal, path.id)),
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/versions/{id}/find',
      summary: 'Where words stand in a version',
      params: byId,
      query: findQuery,
      answer: { schema: foundWords, meaning: 'Ranges of the text, in order' },
    },
    async ({ principal, path, query: { q, limit }, request: { signal } }) =>
      Response.json(await knowledge.find(principal, path.id, { words: q, limit, signal })),
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

const ofDocument = ({ knowledge, access }: HttpServices): Route[] => [
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/documents/{id}/readers',
      summary: 'Who may read a document',
      params: byId,
      answer: { schema: readers, meaning: 'Everyone, groups and people' },
    },
    async ({ principal, path }) => {
      const tokens = await knowledge.readers(principal, path.id);
      const names = mayDo(principal, 'base:write')
        ? await access.accountNames(principal.tenant)
        : null;
      return Response.json(readersView(tokens, { principal, names }));
    },
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/documents/{id}/locate',
      summary: 'Where the passage of a link stands now, also after the document has changed',
      params: byId,
      query: locateQuery,
      answer: { schema: located, meaning: 'Its place in the present text, and in the old one' },
    },
    async ({ principal, path, query: { version, start, end, words }, request: { signal } }) => {
      if (end < start)
        throw new Problem('invalid-request', 'end is before start.', { field: 'end' });
      const link = { documentId: path.id, versionId: version, range: { start, end }, words };
      return Response.json(await knowledge.locate(principal, { ...link, signal }));
    },
  ),
];

export const readingRoutes = (services: HttpServices): Route[] => [
  ...versions(services),
  ...ofDocument(services),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/search',
      summary: 'Search passages',
      query: searchQuery,
      answer: { schema: searchResult, meaning: 'What was found, best first' },
    },
    async ({ principal, request: { signal }, query: { q, base, filter, facets, limit } }) => {
      const scope = { ...(base && { baseId: base }), ...(filter && { filter }), signal };
      const wish = { ...scope, query: q, limit };
      const { evidence, passages } = await services.knowledge.search(principal, wish);
      const counted =
        facets && (await services.knowledge.facets(principal, { ...scope, names: facets }));
      const hits = passages.map((passage) => ({ ...passageView(passage), score: passage.score }));
      return Response.json({ evidence, hits, ...(counted && { facets: counted }) });
    },
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/facets',
      summary: 'Values of metadata, with how many documents have them',
      query: facetQuery,
      answer: { schema: facetResult, meaning: 'Of documents that can be asked; most used first' },
    },
    async ({ principal, request: { signal }, query: { base, names, filter } }) => {
      const scope = given({ baseId: base, filter });
      return Response.json({
        facets: await services.knowledge.facets(principal, { ...scope, names, signal }),
      });
    },
  ),
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/suggestions',
      summary: 'Questions to begin with: those of the bases, and some from the newest documents',
      query: suggestionsQuery,
      answer: { schema: suggestions, meaning: 'A few questions' },
    },
    async ({ principal, query: { bases } }) => {
      const baseIds = bases?.split(',').filter(Boolean);
      return Response.json({ questions: await services.knowledge.suggestions(principal, baseIds) });
    },
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
