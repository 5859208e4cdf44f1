import { Problem, toProblem } from '../../domain/problem.ts';
import { eventStream, frame } from '../../http/event-stream.ts';
import { readTurn } from '../../http/read-turn.ts';
import type { SignedCall } from '../../http/route.ts';
import type { HttpServices } from '../../http/services.ts';
import { idempotencyOf } from '../../http/idempotency.ts';
import { readableBase } from '../../knowledge/rights.ts';
import { errorBody } from './errors.ts';
import { answerParts, type AnswerPart } from './knowledge-answer.ts';
import { historyOf, questionOf } from './messages.ts';
import type { CompletionRequest } from './request.ts';
import { chunkOf, completionOf, usageChunk, type Envelope, type WireUsage } from './wire.ts';

export type CompletionCall = Omit<
  SignedCall<unknown, unknown, CompletionRequest>,
  'path' | 'query'
>;

/** A knowledge base asked through the whole turn. The answer is kept, whether or not the client stays. */
export const knowledgeCompletion = async (
  services: HttpServices,
  call: CompletionCall,
  baseId: string,
): Promise<Response> => {
  const { principal, body, traceId } = call;
  await readableBase(await services.tenants.open(principal.tenant), principal, baseId);
  const question = questionOf(body);
  const clientId = body.conversation_id ?? null;
  const { turn, replayed } = await services.turns.start({
    principal,
    surface: 'openai',
    conversation: clientId === null ? null : { clientId },
    parts: [{ type: 'text', text: question }],
    givenHistory: clientId === null ? historyOf(body) : [],
    baseIds: [baseId],
    idempotency: idempotencyOf(call),
    traceId,
  });
  if (replayed && turn.state === 'running' && body.stream !== true) {
    throw new Problem('in-progress', 'The same request is still being answered.', {
      retryAfter: 2,
    });
  }
  const { reader, events } = await readTurn(services, call, { turn });
  const parts = answerParts(events, question);
  const includeUsage = body.stream_options?.include_usage === true;
  const envelope: Envelope = {
    id: `chatcmpl-${turn.id}`,
    created: Math.floor(turn.createdAt / 1000),
    model: `knowledge/${baseId}`,
    ...(body.stream === true && includeUsage ? { usage: null } : {}),
  };
  if (body.stream === true) {
    return eventStream(frames(parts, envelope), reader);
  }
  try {
    return Response.json(await whole(parts, envelope));
  } finally {
    reader.close();
  }
};

async function* frames(
  parts: AsyncIterable<AnswerPart>,
  envelope: Envelope,
): AsyncGenerator<string> {
  try {
    for await (const part of parts) yield frameOf(part, envelope);
    yield 'data: [DONE]\n\n';
  } catch (error) {
    const problem = toProblem(error);
    yield frame(errorBody(problem.details, problem.status));
  }
}

const frameOf = (part: AnswerPart, envelope: Envelope): string => {
  switch (part.type) {
    case 'context':
      return frame(
        chunkOf(envelope, { delta: { role: 'assistant', content: '', context: part.context } }),
      );
    case 'text':
      return frame(chunkOf(envelope, { delta: { content: part.text } }));
    default: {
      const { verified, finishReason, usage } = part;
      const last = frame(chunkOf(envelope, { delta: { context: { verified } }, finishReason }));
      return 'usage' in envelope ? last + frame(usageChunk(envelope, usage)) : last;
    }
  }
};

const whole = async (parts: AsyncIterable<AnswerPart>, envelope: Envelope) => {
  let content = '';
  let context: object = {};
  let end: {
    finishReason: 'stop' | 'length' | 'content-filter' | 'stopped';
    usage: WireUsage | null;
  } = {
    finishReason: 'stop',
    usage: null,
  };
  for await (const part of parts) {
    if (part.type === 'context') ({ context } = part);
    else if (part.type === 'text') content += part.text;
    else {
      context = { ...context, verified: part.verified };
      end = part;
    }
  }
  return completionOf(envelope, { content, context, ...end });
};
