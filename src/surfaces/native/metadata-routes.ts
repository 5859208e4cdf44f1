import { z } from 'zod';
import { id } from '../../contracts/common.ts';
import { document } from '../../contracts/knowledge.ts';
import { bulkChange, bulkResult, documentChange } from '../../contracts/metadata.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { given } from '../../lib/given.ts';
import { documentView } from './document-views.ts';

export const metadataRoutes = ({ knowledge }: HttpServices): Route[] => [
  route(
    'document:write',
    {
      method: 'patch',
      path: '/api/v1/documents/{id}',
      summary: 'Change what is known of a document; administrators: also who reads it',
      params: z.object({ id }),
      body: documentChange,
      answer: { schema: document, meaning: 'The document as it is now' },
    },
    async ({ principal, path, body }) => {
      await knowledge.describe(principal, path.id, given(body));
      return Response.json(documentView(await knowledge.documents.get(principal, path.id)));
    },
  ),
  route(
    'document:write',
    {
      method: 'post',
      path: '/api/v1/documents/metadata',
      summary: 'Change what is known of many documents, at most a thousand at once',
      body: bulkChange,
      answer: { schema: bulkResult, meaning: 'What became of each; one bad one stops no other' },
    },
    async ({ principal, body: { ids, base, filter = {}, cursor, ...change } }) => {
      const chosen =
        base === undefined
          ? { ids: ids ?? [] }
          : { baseId: base, filter, ...(cursor !== undefined && { cursor }) };
      return Response.json(await knowledge.describeMany(principal, chosen, given(change)));
    },
  ),
];
