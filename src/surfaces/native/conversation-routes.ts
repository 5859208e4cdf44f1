import { z } from 'zod';
import { cursor, id, limit, pageOf } from '../../contracts/common.ts';
import {
  conversation,
  conversationChange,
  conversationHit,
  conversationRequest,
  conversationWithMessages,
  feedbackRequest,
} from '../../contracts/conversation.ts';
import { toMarkdown } from '../../conversations/export.ts';
import { attachment } from '../../http/attachment.ts';
import { etagged } from '../../http/etag.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { conversationView, readConversationView } from './views.ts';

const byId = z.object({ id });
const listQuery = z.strictObject({ limit, cursor: cursor.optional() });
const searchQuery = z.strictObject({
  q: z.string().trim().min(1).max(500),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
const readQuery = z.strictObject({
  tree: z.enum(['0', '1']).default('0').describe('1: all branches, not only the active one'),
});
const exportQuery = z.strictObject({ format: z.enum(['markdown', 'json']) });
const nothing = { status: 204, meaning: 'Done' };

const listing = ({ conversations }: HttpServices): Route[] => [
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/conversations',
      summary: 'List conversations, the last used first',
      query: listQuery,
      headers: { 'If-None-Match': 'The ETag of the list before: unchanged, it comes as 304' },
      answer: { schema: pageOf(conversation), meaning: 'A page of conversations' },
    },
    async ({ principal, query, request }) => {
      const page = await conversations.list(principal, {
        limit: query.limit,
        ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
      });
      return etagged(request, { ...page, items: page.items.map(conversationView) });
    },
  ),
  route(
    'conversation:write',
    {
      method: 'post',
      path: '/api/v1/conversations',
      summary: 'Start an empty conversation',
      body: conversationRequest,
      answer: { status: 201, schema: conversation, meaning: 'The conversation' },
    },
    async ({ principal, body }) =>
      Response.json(
        conversationView(
          await conversations.create(principal, {
            ...(body.title === undefined ? {} : { title: body.title }),
            ...(body.baseIds === undefined ? {} : { baseIds: body.baseIds }),
          }),
        ),
        { status: 201 },
      ),
  ),
  route(
    'conversation:write',
    {
      method: 'delete',
      path: '/api/v1/conversations',
      summary: 'Delete all own conversations with their attachments',
      answer: { schema: z.object({ deleted: z.number().int() }), meaning: 'How many' },
    },
    async ({ principal }) => Response.json({ deleted: await conversations.deleteAll(principal) }),
  ),
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/conversations/search',
      summary: 'Search the titles and texts of own conversations',
      query: searchQuery,
      answer: { schema: pageOf(conversationHit), meaning: 'What was found, best first' },
    },
    async ({ principal, query }) => {
      const hits = await conversations.search(principal, { query: query.q, limit: query.limit });
      const items = hits.map((hit) => ({
        ...hit,
        conversation: conversationView(hit.conversation),
      }));
      return Response.json({ items, cursor: null });
    },
  ),
];

const single = ({ conversations }: HttpServices): Route[] => [
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/conversations/{id}',
      summary: 'Read a conversation',
      params: byId,
      query: readQuery,
      answer: { schema: conversationWithMessages, meaning: 'The conversation with its messages' },
    },
    async ({ principal, path, query }) =>
      Response.json(
        readConversationView(await conversations.read(principal, path.id, query.tree === '1')),
      ),
  ),
  route(
    'conversation:write',
    {
      method: 'patch',
      path: '/api/v1/conversations/{id}',
      summary: 'Rename a conversation, choose its bases, or switch to another branch',
      params: byId,
      body: conversationChange,
      answer: { schema: conversation, meaning: 'The conversation as it is now' },
    },
    async ({ principal, path, body: { title, baseIds, activeLeafId } }) =>
      Response.json(
        conversationView(
          await conversations.change(principal, path.id, {
            ...(title === undefined ? {} : { title }),
            ...(baseIds === undefined ? {} : { baseIds }),
            ...(activeLeafId === undefined ? {} : { activeLeafId }),
          }),
        ),
      ),
  ),
  route(
    'conversation:write',
    {
      method: 'delete',
      path: '/api/v1/conversations/{id}',
      summary: 'Delete a conversation with its attachments; a running answer is stopped',
      params: byId,
      answer: nothing,
    },
    async ({ principal, path }) => {
      await conversations.delete(principal, path.id);
      return new Response(null, { status: 204 });
    },
  ),
];

const keeping = ({ conversations }: HttpServices): Route[] => [
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/conversations/{id}/export',
      summary: 'Download a conversation',
      params: byId,
      query: exportQuery,
      answer: { contentType: 'text/markdown', meaning: 'The active branch, or as JSON all of it' },
    },
    async ({ principal, path, query: { format } }) => {
      const read = await conversations.read(principal, path.id, format === 'json');
      return format === 'markdown'
        ? attachment(toMarkdown(read), {
            name: `${read.title}.md`,
            mediaType: 'text/markdown; charset=utf-8',
          })
        : attachment(JSON.stringify(readConversationView(read), null, 2), {
            name: `${read.title}.json`,
            mediaType: 'application/json',
          });
    },
  ),
  route(
    'conversation:write',
    {
      method: 'put',
      path: '/api/v1/messages/{id}/feedback',
      summary: 'Say what an answer was like; an empty list takes it back',
      params: byId,
      body: feedbackRequest,
      answer: nothing,
    },
    async ({ principal, path, body }) => {
      await conversations.giveFeedback(principal, path.id, body.feedback);
      return new Response(null, { status: 204 });
    },
  ),
];

export const conversationRoutes = (services: HttpServices): Route[] => [
  ...listing(services),
  ...single(services),
  ...keeping(services),
];
