import { z } from 'zod';
import { stopped, uiChatRequest } from '../../contracts/turn.ts';
import type { Principal } from '../../domain/principal.ts';
import { Problem } from '../../domain/problem.ts';
import { idempotencyOf } from '../../http/idempotency.ts';
import { route, type Route } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import type { StartRequest } from '../../turn/stages/admit.ts';
import { turnStream } from './turn-stream.ts';

const SURFACE = 'ui-chat';
const byClientId = z.object({ id: z.string().min(1).max(200) });

type UiChat = z.infer<typeof uiChatRequest>;
type Asked = Pick<StartRequest, 'parts' | 'parentId' | 'regenerate'>;

/**
 * Of what the client sends only the last user message is read. The answer before it, which has our id, says where
 * it hangs: so an edited message becomes a branch, though its own id is the client's.
 */
const submitted = ({ messages }: UiChat): Asked => {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const text = (messages[at]?.parts ?? [])
    .flatMap((part) =>
      part.type === 'text' && typeof part['text'] === 'string' ? [part['text']] : [],
    )
    .join('\n');
  const parent = messages.slice(0, Math.max(at, 0)).findLast(({ role }) => role === 'assistant');
  return { parts: [{ type: 'text', text }], parentId: parent?.id ?? null };
};

const uiChat = ({ conversations, tenants }: HttpServices) => {
  const known = (principal: Principal, id: string) =>
    conversations.byClientId(principal, { surface: SURFACE, id });

  return {
    known,
    /** What is asked, with ids that are ours: one that we did not give stands for the active leaf. */
    async asked(principal: Principal, chat: UiChat): Promise<Asked> {
      const conversation = await known(principal, chat.id);
      const stores = await tenants.open(principal.tenant);
      const ours = conversation
        ? await stores.conversations.messages(conversation.id, principal.id)
        : [];
      if (chat.trigger === 'regenerate-message') {
        const wanted = chat.messageId ?? conversation?.activeLeafId;
        const answer = ours.find(({ id, role }) => id === wanted && role === 'assistant');
        if (!answer) {
          throw new Problem('not-found', 'There is no such answer.', { field: 'messageId' });
        }
        return { parts: [], regenerate: answer.id };
      }
      const { parts, parentId } = submitted(chat);
      const isOurs = parentId === null || ours.some(({ id }) => id === parentId);
      return isOurs && parentId !== undefined ? { parts, parentId } : { parts };
    },
  };
};

export const uiChatRoutes = (services: HttpServices): Route[] => {
  const { known, asked } = uiChat(services);
  return [
    route(
      'turn:ask',
      {
        method: 'post',
        path: '/api/v1/ui-chat',
        summary: 'Ask, as the AI SDK’s `useChat` does',
        body: uiChatRequest,
        answer: { contentType: 'text/event-stream', meaning: 'The answer as UI message stream' },
      },
      async (call) => {
        const { turn } = await services.turns.start({
          ...(await asked(call.principal, call.body)),
          principal: call.principal,
          surface: SURFACE,
          conversation: { clientId: call.body.id },
          ...(call.body.baseIds && { baseIds: call.body.baseIds }),
          idempotency: idempotencyOf(call),
          traceId: call.traceId,
        });
        return turnStream(services, call, { turn });
      },
    ),
    route(
      'conversation:read',
      {
        method: 'get',
        path: '/api/v1/ui-chat/{id}/stream',
        summary: 'Join the running answer of a chat, from its start',
        params: byClientId,
        answer: { contentType: 'text/event-stream', meaning: 'The answer; 204 when none runs' },
      },
      async (call) => {
        const turnId = (await known(call.principal, call.path.id))?.runningTurnId;
        return turnId
          ? turnStream(services, call, { turn: { id: turnId } })
          : new Response(null, { status: 204 });
      },
    ),
    route(
      'conversation:write',
      {
        method: 'post',
        path: '/api/v1/ui-chat/{id}/stop',
        summary: 'Stop the running answer of a chat',
        params: byClientId,
        answer: { schema: stopped, meaning: 'Whether one was running' },
      },
      async ({ principal, path }) => {
        const turnId = (await known(principal, path.id))?.runningTurnId;
        const wasRunning = turnId ? await services.turns.stop(principal, turnId) : false;
        return Response.json({ stopped: wasRunning });
      },
    ),
  ];
};
