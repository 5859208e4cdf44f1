import { toProblem } from '../../domain/problem.ts';
import type { FinishReason } from '../../domain/turn.ts';
import { eventStream, frame } from '../../http/event-stream.ts';
import { newId } from '../../lib/ids.ts';
import type { ChatEvent, ChatModel } from '../../ports/chat-model.ts';
import { errorBody } from './errors.ts';
import type { CompletionCall } from './knowledge-completion.ts';
import { chatMessages } from './request.ts';
import {
  chunkOf,
  completionOf,
  usageChunk,
  usageOf,
  type Envelope,
  type WireUsage,
} from './wire.ts';

/** A model asked as it is. Nothing is kept, and when the client goes away the model is let go too. */
export const modelCompletion = async (
  model: ChatModel,
  call: CompletionCall,
): Promise<Response> => {
  const { body } = call;
  const maxTokens = body.max_completion_tokens ?? body.max_tokens;
  const reader = call.reader();
  const events = model.stream({
    messages: chatMessages(body),
    ...(typeof body.temperature === 'number' ? { temperature: body.temperature } : {}),
    ...(typeof maxTokens === 'number' ? { maxTokens } : {}),
    signal: reader.signal,
  });
  const envelope: Envelope = {
    id: newId('chatcmpl'),
    created: Math.floor(Date.now() / 1000),
    model: model.name,
  };
  try {
    if (body.stream === true) {
      const includeUsage = body.stream_options?.include_usage === true;
      return eventStream(frames(await begun(events), envelope, includeUsage), reader);
    }
    const answer = await whole(events, envelope);
    reader.close();
    return Response.json(answer);
  } catch (error) {
    reader.close();
    throw error;
  }
};

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
  includeUsage: boolean,
): AsyncGenerator<string> {
  let usage: WireUsage | null = null;
  try {
    yield frame(chunkOf(envelope, { delta: { role: 'assistant', content: '' } }));
    for await (const event of events) {
      if (event.type === 'text') yield frame(chunkOf(envelope, { delta: { content: event.text } }));
      if (event.type === 'usage') usage = usageOf(event);
      if (event.type === 'end') {
        yield frame(chunkOf(envelope, { delta: {}, finishReason: event.finishReason }));
      }
    }
    if (includeUsage) yield frame(usageChunk(envelope, usage));
    yield 'data: [DONE]\n\n';
  } catch (error) {
    const problem = toProblem(error);
    yield frame(errorBody(problem.details, problem.status));
  }
}

const whole = async (events: AsyncIterable<ChatEvent>, envelope: Envelope) => {
  let content = '';
  let usage: WireUsage | null = null;
  let finishReason: FinishReason = 'stop';
  for await (const event of events) {
    if (event.type === 'text') content += event.text;
    if (event.type === 'usage') usage = usageOf(event);
    if (event.type === 'end') ({ finishReason } = event);
  }
  return completionOf(envelope, { content, finishReason, usage });
};
