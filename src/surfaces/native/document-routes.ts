import { z } from 'zod';
import { id, pageOf } from '../../contracts/common.ts';
import {
  document,
  documentPage,
  documentQuery,
  passage,
  passageQuery,
  reindexRequest,
} from '../../contracts/knowledge.ts';
import { attachmentHeaders } from '../../http/attachment.ts';
import { byteRange } from '../../http/byte-range.ts';
import { etagged } from '../../http/etag.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { given } from '../../lib/given.ts';
import { passagePage } from '../../knowledge/passage-page.ts';
import { documentView, passageView } from './document-views.ts';
import { streamOf } from '../../lib/stream-of.ts';

const byId = z.object({ id });

const reading = ({ knowledge: { documents } }: HttpServices): Route[] => [
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/documents',
      summary: 'List and find documents, or the attachments of a conversation',
      query: documentQuery,
      headers: { 'If-None-Match': 'The ETag of the list before: unchanged, it comes as 304' },
      answer: { schema: documentPage, meaning: 'A page of documents' },
    },
    async ({ principal, request, query: { base, conversation, q, limit, order, ...query } }) => {
      const wish = { ...query, baseId: base, conversationId: conversation, words: q || undefined };
      const page = await documents.list(principal, { limit, order, ...given(wish) });
      return etagged(request, { ...page, items: page.items.map(documentView) });
    },
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/documents/{id}',
      summary: 'How a document stands',
      params: byId,
      answer: { schema: document, meaning: 'The document' },
    },
    async ({ principal, path }) =>
      Response.json(documentView(await documents.get(principal, path.id))),
  ),
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/documents/{id}/passages',
      summary: 'The passages that are searched of a document',
      params: byId,
      query: passageQuery,
      answer: { schema: pageOf(passage), meaning: 'A page of them, in the order of the text' },
    },
    async ({ principal, path, query }) => {
      const { items, cursor } = passagePage(await documents.passages(principal, path.id), query);
      return Response.json({ items: items.map(passageView), cursor });
    },
  ),
];

const original = ({ knowledge }: HttpServices): Route =>
  route(
    'knowledge:read',
    {
      method: 'get',
      path: '/api/v1/documents/{id}/original',
      summary: 'Download the original file, or a range of its bytes',
      params: byId,
      headers: { Range: '`bytes=from-to`' },
      answer: { contentType: 'application/octet-stream', meaning: 'The bytes; 206 for a range' },
    },
    async ({ principal, path, request }) => {
      const { name, mediaType, size, hash, read } = await knowledge.original(principal, path.id);
      const range = byteRange(request.headers.get('range'), size);
      const headers = {
        ...attachmentHeaders({ name, mediaType }),
        'accept-ranges': 'bytes',
        etag: `"${hash}"`,
        'content-length': String(range ? range.end - range.start : size),
        ...(range ? { 'content-range': `bytes ${range.start}-${range.end - 1}/${size}` } : {}),
      };
      const bytes = streamOf(range ? read(range) : read());
      return new Response(bytes, { status: range ? 206 : 200, headers });
    },
  );

const changing = ({ knowledge: { documents } }: HttpServices): Route[] => [
  // Attachments are their owner's to delete: which it is, and what that takes, the knowledge service knows.
  route(
    'conversation:write',
    {
      method: 'delete',
      path: '/api/v1/documents/{id}',
      summary: 'Delete a document everywhere',
      params: byId,
      answer: { status: 204, meaning: 'Done' },
    },
    async ({ principal, path }) => {
      await documents.delete(principal, path.id);
      return new Response(null, { status: 204 });
    },
  ),
  route(
    'conversation:write',
    {
      method: 'post',
      path: '/api/v1/documents/{id}/reindex',
      summary: 'Read a document again, with a password where it has one',
      params: byId,
      body: reindexRequest,
      answer: { status: 202, schema: document, meaning: 'The document, waiting again' },
    },
    async ({ principal, path, body }) =>
      Response.json(documentView(await documents.reindex(principal, path.id, body.password)), {
        status: 202,
      }),
  ),
];

export const documentRoutes = (services: HttpServices): Route[] => [
  ...reading(services),
  original(services),
  ...changing(services),
];
