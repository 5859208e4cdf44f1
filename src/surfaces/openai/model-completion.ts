import { Problem, toProblem } from '../../domain/problem.ts';
import { eventStream, frame } from '../../http/event-stream.ts';
import { newId } from '../../lib/ids.ts';
import type { ChatEvent, ChatFinishReason, ChatModel } from '../../ports/chat-model.ts';
import type { ChatToolCall } from '../../ports/chat-request.ts';
import { errorBody } from './errors.ts';
import type { CompletionCall } from './knowledge-completion.ts';
import { modelRequest } from './model-request.ts';
import {
  chunkOf,
  completionOf,
  usageChunk,
  usageOf,
  type Delta,
  type Envelope,
  type WireUsage,
} from './wire.ts';

/** A model asked as it is. Nothing is kept, and when the client goes away the model is let go too. */
export const modelCompletion = async (
  model: ChatModel,
  call: CompletionCall,
): Promise<Response> => {
  const { body, traceId } = call;
  const request = modelRequest(body);
  const reader = call.reader();
  const events = model.stream({ ...request, traceId, signal: reader.signal });
  const includeUsage = body.stream_options?.include_usage === true;
  const envelope: Envelope = {
    id: newId('chatcmpl'),
    created: Math.floor(Date.now() / 1000),
    model: model.name,
    ...(body.stream === true && includeUsage ? { usage: null } : {}),
  };
  try {
    if (body.stream === true) return eventStream(frames(await begun(events), envelope), reader);
    const answer = await whole(events, envelope);
    reader.close();
    return Response.json(answer);
  } catch (error) {
    reader.close();
    throw callersFault(error);
  }
};

/** A parameter that the model does not take is the caller's to know. */
const callersFault = (error: unknown): unknown =>
  error instanceof Problem && error.code === 'upstream-refused' && error.field !== undefined
    ? new Problem('invalid-request', error.detail, { field: error.field, cause: error })
    : error;

/** Resolves with the first event: a model that refuses is still an error with its own status. */
const begun = async (events: AsyncIterable<ChatEvent>): Promise<AsyncIterable<ChatEvent>> => {
  const iterator = events[Symbol.asyncIterator]();
  const first = await iterator.next();
  return (async function* () {
    try {
      for (let step = first; step.done !== true; step = await iterator.next()) yield step.value;
    } finally {
      await iterator.return?.();
    }
  })();
};

async function* frames(
  events: AsyncIterable<ChatEvent>,
  envelope: Envelope,
): AsyncGenerator<string> {
  let usage: WireUsage | null = null;
  try {
    yield frame(chunkOf(envelope, { delta: { role: 'assistant', content: '' } }));
    for await (const event of events) {
      if (event.type === 'usage') usage = usageOf(event);
      if (event.type === 'end') {
        yield frame(chunkOf(envelope, { delta: {}, finishReason: event.finishReason }));
      }
      const delta = deltaOf(event);
      if (delta) yield frame(chunkOf(envelope, { delta }));
    }
    if ('usage' in envelope) yield frame(usageChunk(envelope, usage));
    yield 'data: [DONE]\n\n';
  } catch (error) {
    const problem = toProblem(error);
    yield frame(errorBody(problem.details, problem.status));
  }
}

const deltaOf = (event: ChatEvent): Delta | null => {
  switch (event.type) {
    case 'text':
      return { content: event.text };
    case 'tool-call-start': {
      const { index, id, name } = event;
      return { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] };
    }
    case 'tool-call-delta': {
      const { index, argumentsJson } = event;
      return { tool_calls: [{ index, function: { arguments: argumentsJson } }] };
    }
    default:
      return null;
  }
};

const whole = async (events: AsyncIterable<ChatEvent>, envelope: Envelope) => {
  let content = '';
  let usage: WireUsage | null = null;
  let finishReason: ChatFinishReason = 'stop';
  const toolCalls: ChatToolCall[] = [];
  for await (const event of events) {
    if (event.type === 'text') content += event.text;
    if (event.type === 'tool-call-start') {
      toolCalls.push({ id: event.id, name: event.name, argumentsJson: '' });
    }
    if (event.type === 'tool-call-delta') {
      const call = toolCalls[event.index];
      if (call) call.argumentsJson += event.argumentsJson;
    }
    if (event.type === 'usage') usage = usageOf(event);
    if (event.type === 'end') ({ finishReason } = event);
  }
  return completionOf(envelope, { content, finishReason, usage, toolCalls });
};
