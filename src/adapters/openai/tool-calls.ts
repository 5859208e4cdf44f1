import { z } from 'zod';
import { Problem } from '../../domain/problem.ts';
import type { ChatEvent, ChatFinishReason } from '../../ports/chat-model.ts';
import { BUFFER_LIMIT } from './event-stream.ts';

/** What is read of a piece of a tool call. */
export const toolCallDelta = z.object({
  index: z.number().int().nullish(),
  id: z.string().nullish(),
  function: z.object({ name: z.string().nullish(), arguments: z.string().nullish() }).nullish(),
});
type ToolCallDelta = z.infer<typeof toolCallDelta>;

const garbled = (detail: string) => new Problem('upstream-garbled', detail);
const jsonObject = z.record(z.string(), z.unknown());

const isObject = (json: string): boolean => {
  try {
    return jsonObject.safeParse(JSON.parse(json)).success;
  } catch {
    return false; // which is the answer
  }
};

/** Puts the pieces of tool calls in order, and holds them to the port's laws. */
export const toolCallReader = () => {
  const calls: { id: string; json: string }[] = [];
  let events: ChatEvent[] = [];
  let buffered = 0;

  const write = (index: number, json: string) => {
    const call = calls[index];
    if (!call || json === '') return;
    buffered += json.length;
    if (buffered > BUFFER_LIMIT) throw garbled('The model service sent tool calls without end.');
    call.json += json;
    events.push({ type: 'tool-call-delta', index, argumentsJson: json });
  };

  const start = (index: number, { id, function: called }: ToolCallDelta) => {
    const isNext = index === calls.length && !calls.some((call) => call.id === id);
    if (!isNext || !id || !called?.name)
      throw garbled('The model service mixed up the tool calls of its answer.');
    calls.push({ id, json: '' });
    events.push({ type: 'tool-call-start', index, id, name: called.name });
  };

  /** Services that give no index begin a call with its id and go on with the last one. */
  const indexOf = ({ index, id }: ToolCallDelta): number =>
    index ?? (id && calls.at(-1)?.id !== id ? calls.length : Math.max(0, calls.length - 1));

  const drain = (): ChatEvent[] => {
    const drained = events;
    events = [];
    return drained;
  };

  return {
    take: (delta: ToolCallDelta) => {
      const index = indexOf(delta);
      const begun = calls[index];
      // Some services repeat the id with every piece; another id at a place that is taken is a mistake.
      if (!begun || (delta.id && delta.id !== begun.id)) start(index, delta);
      write(index, delta.function?.arguments ?? '');
    },
    drain,
    /** Calls that are whole; one without arguments gets the empty object that it stands for. */
    end: (finishReason: ChatFinishReason): ChatEvent[] => {
      if (finishReason === 'length' || finishReason === 'content-filter') return [];
      if (finishReason === 'tool-calls' && calls.length === 0)
        throw garbled('The model service announced tool calls and sent none.');
      for (const [index, { json }] of calls.entries()) {
        if (json.trim() === '') write(index, '{}');
        else if (!isObject(json)) throw garbled('The model service sent a tool call that is cut.');
      }
      return drain();
    },
  };
};
