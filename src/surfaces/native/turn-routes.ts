import { z } from 'zod';
import { id } from '../../contracts/common.ts';
import { stopped, turn as turnContract, turnRequest } from '../../contracts/turn.ts';
import type { MessagePart } from '../../domain/message.ts';
import type { Principal } from '../../domain/principal.ts';
import { Problem } from '../../domain/problem.ts';
import { IMAGES_LIMIT, JSON_LIMIT } from '../../http/json-body.ts';
import { idempotencyOf } from '../../http/idempotency.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { keepImages } from './images.ts';
import { readEventId } from './place-in-stream.ts';
import { turnStream } from './turn-stream.ts';

const SURFACE = 'native';

const byId = z.object({ id });
const streamed = {
  contentType: 'text/event-stream',
  meaning: 'The answer as UI message stream; event ids for `Last-Event-ID`',
};
const idempotencyHeader = {
  'Idempotency-Key': 'The same key and body give the same turn; another body is refused (422)',
};

const attachedFiles = async (
  { knowledge }: HttpServices,
  principal: Principal,
  { conversationId, documentIds }: { conversationId: string; documentIds: readonly string[] },
): Promise<MessagePart[]> => {
  if (documentIds.length === 0) return [];
  const attached = await knowledge.documents.list(principal, { conversationId, limit: 200 });
  return documentIds.map((documentId) => {
    const document = attached.items.find((each) => each.id === documentId);
    if (document) return { type: 'file', documentId, name: document.name };
    throw new Problem('not-found', 'This is not attached here.', { field: 'attachments' });
  });
};

const asking = (services: HttpServices): Route => {
  const { turns, tenants, answers } = services;
  return route(
    'turn:ask',
    {
      method: 'post',
      path: '/api/v1/conversations/{id}/turns',
      summary: 'Ask; the answer is streamed, and goes on without a reader',
      params: byId,
      body: turnRequest,
      maxBytes: answers.vision ? IMAGES_LIMIT : JSON_LIMIT,
      headers: idempotencyHeader,
      answer: streamed,
    },
    async (call) => {
      const { principal, path, body, traceId, request } = call;
      const { text, parentId, baseIds, images = [], attachments = [], filter } = body;
      if (images.length > 0 && !answers.vision) {
        throw new Problem('invalid-request', 'Who answers here does not see images.', {
          field: 'images',
        });
      }
      const idempotency = idempotencyOf(call);
      const files = await attachedFiles(services, principal, {
        conversationId: path.id,
        documentIds: attachments,
      });
      const { originals } = await tenants.open(principal.tenant);
      const { turn, replayed } = await turns.start({
        principal,
        surface: SURFACE,
        conversation: { id: path.id },
        ...(parentId === undefined ? {} : { parentId }),
        ...(filter && { filter }),
        ...(baseIds && { baseIds }),
        parts: [
          { type: 'text', text },
          ...files,
          ...(await keepImages(images, originals, request.signal)),
        ],
        idempotency,
        traceId,
      });
      const response = await turnStream(services, call, { turn });
      if (replayed) response.headers.set('idempotent-replayed', 'true');
      return response;
    },
  );
};

const following = (services: HttpServices): Route[] => [
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/turns/{id}',
      summary: 'How a turn stands',
      params: byId,
      answer: { schema: turnContract, meaning: 'The turn' },
    },
    async ({ principal, path }) => {
      const { principalId: _owner, ...turn } = await services.turns.turn(principal, path.id);
      return Response.json(turn);
    },
  ),
  route(
    'conversation:read',
    {
      method: 'get',
      path: '/api/v1/turns/{id}/stream',
      summary: 'Read a turn’s stream, from its start or after `Last-Event-ID`',
      params: byId,
      headers: { 'Last-Event-ID': 'The last event id that was seen' },
      answer: streamed,
    },
    async (call) => {
      const turn = await services.turns.turn(call.principal, call.path.id);
      const lastEventId = call.request.headers.get('last-event-id');
      const from = lastEventId === null ? {} : { from: readEventId(lastEventId, turn.id) };
      return turnStream(services, call, { turn, ...from });
    },
  ),
  route(
    'conversation:write',
    {
      method: 'post',
      path: '/api/v1/turns/{id}/stop',
      summary: 'Stop an answer; what was written stays',
      params: byId,
      answer: { schema: stopped, meaning: 'Whether it was still running' },
    },
    async ({ principal, path }) =>
      Response.json({ stopped: await services.turns.stop(principal, path.id) }),
  ),
  route(
    'turn:ask',
    {
      method: 'post',
      path: '/api/v1/turns/{id}/regenerate',
      summary: 'Answer the same question again, as a new branch; streamed',
      params: byId,
      headers: idempotencyHeader,
      answer: streamed,
    },
    async (call) => {
      const { principal, path, traceId } = call;
      const before = await services.turns.turn(principal, path.id);
      const { turn } = await services.turns.start({
        principal,
        surface: SURFACE,
        conversation: { id: before.conversationId },
        parts: [],
        regenerate: before.assistantMessageId,
        idempotency: idempotencyOf(call),
        traceId,
      });
      return turnStream(services, call, { turn });
    },
  ),
];

export const turnRoutes = (services: HttpServices): Route[] => [
  asking(services),
  ...following(services),
];
