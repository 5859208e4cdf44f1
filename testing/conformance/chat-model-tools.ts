import { describe, expect, test } from 'vitest';
import type { ChatEvent, ChatModel } from '../../src/ports/chat-model.ts';
import type { ChatRequest } from '../../src/ports/chat-request.ts';
import type { Behaviour, FakeUpstream } from '../fake-upstream.ts';
import { ask, countCalls, type ModelSettings, outcomeOf } from './chat-model-questions.ts';

const tools = [
  {
    name: 'weather',
    description: 'The weather of a town',
    parameters: { type: 'object', properties: { town: { type: 'string' } } },
  },
];
const lisbon = { id: 'call_1', name: 'weather', arguments: '{"town":"Lisbon"}' };
const porto = { id: 'call_2', name: 'weather', arguments: '{"town":"Porto, \\"north\\""}' };
const piece = (index: number, id: string | null, json = '') => ({
  index,
  ...(id === null ? {} : { id, type: 'function' }),
  function: { ...(id === null ? {} : { name: 'weather' }), arguments: json },
});

/** The calls as a reader puts them together. */
const callsIn = (events: readonly ChatEvent[]) => {
  const calls: { id: string; name: string; arguments: string }[] = [];
  for (const event of events) {
    if (event.type === 'tool-call-start') {
      expect(event.index).toBe(calls.length);
      calls.push({ id: event.id, name: event.name, arguments: '' });
    }
    const call = event.type === 'tool-call-delta' ? calls[event.index] : undefined;
    if (call && event.type === 'tool-call-delta') call.arguments += event.argumentsJson;
  }
  return calls;
};

const odd: [string, Behaviour][] = [
  ['arguments that are cut', { toolCallPieces: [piece(0, 'call_1', '{"town":"Lis')] }],
  ['arguments that are no object', { toolCallPieces: [piece(0, 'call_1', '"Lisbon"')] }],
  ['an id twice', { toolCallPieces: [piece(0, 'call_1', '{}'), piece(1, 'call_1', '{}')] }],
  ['a place taken twice', { toolCallPieces: [piece(0, 'call_1'), piece(0, 'call_2', '{}')] }],
  ['places out of order', { toolCallPieces: [piece(1, 'call_2', '{}'), piece(0, 'call_1', '{}')] }],
  ['arguments of no call', { toolCallPieces: [piece(0, null, '{}')] }],
  ['a place below zero', { toolCallPieces: [piece(-1, 'call_1', '{}')] }],
  ['tool calls announced and not made', { text: '', finishReason: 'tool_calls' }],
  [
    'arguments without end',
    { toolCallPieces: [piece(0, 'call_1'), ...Array(12).fill(piece(0, null, ' '.repeat(99_999)))] },
  ],
];

/** How a chat model offers tools and says that they are called (FT-14). */
export const toolCallConformance = (
  model: (settings?: ModelSettings) => ChatModel,
  current: () => FakeUpstream,
): void => {
  const callsOf = countCalls(current);
  const answerTo = async (behaviour: Behaviour, request: Partial<ChatRequest> = {}) => {
    current().script([behaviour]);
    return outcomeOf(model({ retry: { attempts: 1 } }).stream(ask({ tools, ...request })));
  };

  describe('tools', () => {
    test.for([1, 5, 5_000])('are called, one or several, cut into %i bytes', async (pieceBytes) => {
      const { events, thrown } = await answerTo({ toolCalls: [lisbon, porto], pieceBytes });
      expect(thrown).toBeUndefined();
      expect(callsIn(events)).toEqual([lisbon, porto]);
      expect(events.at(-1)).toEqual({ type: 'end', finishReason: 'tool-calls' });
    });

    test('are called beside text, and with nothing when they want nothing', async () => {
      const { events, text } = await answerTo({
        text: 'Let me look.',
        toolCalls: [{ ...lisbon, arguments: '' }],
      });
      expect(text).toBe('Let me look.');
      expect(callsIn(events)).toEqual([{ ...lisbon, arguments: '{}' }]);
    });

    test('are called by services that repeat the id, or give no place', async () => {
      const repeated = [piece(0, 'call_1', '{"town":'), piece(0, 'call_1', '"Lisbon"}')];
      const placeless = [
        { id: 'call_1', function: { name: 'weather', arguments: '{"town":' } },
        { function: { arguments: '"Lisbon"}' } },
      ];
      for (const toolCallPieces of [repeated, placeless])
        expect(callsIn((await answerTo({ toolCallPieces })).events)).toEqual([lisbon]);
    });

    test('may be cut by the length that was allowed, and it is said', async () => {
      const { events, thrown } = await answerTo({
        toolCallPieces: [piece(0, 'call_1', '{"town":"Lis')],
        finishReason: 'length',
      });
      expect(thrown).toBeUndefined();
      expect(events.at(-1)).toEqual({ type: 'end', finishReason: 'length' });
    });

    test.for(odd)('with %s are a typed failure', async ([, behaviour]) => {
      const { problem, events } = await answerTo(behaviour);
      expect(problem?.code).toBe('upstream-garbled');
      expect(events.some(({ type }) => type === 'end')).toBe(false);
    });

    test('and all parameters are sent as the published API knows them', async () => {
      const { id, name, arguments: argumentsJson } = lisbon;
      const calls = await callsOf(() =>
        answerTo(
          {},
          {
            messages: [
              { role: 'user', content: 'Will it rain?' },
              { role: 'assistant', content: '', toolCalls: [{ id, name, argumentsJson }] },
              { role: 'tool', toolCallId: id, content: 'Rain.' },
            ],
            toolChoice: { name },
            parallelToolCalls: false,
            topP: 0.5,
            stop: ['END'],
            seed: 7,
            presencePenalty: 1,
            frequencyPenalty: -1,
            responseFormat: { type: 'json-schema', name: 'answer', schema: {}, strict: true },
            user: 'someone',
          },
        ),
      );
      expect(calls[0]?.body).toMatchObject({
        messages: [
          { role: 'user' },
          {
            role: 'assistant',
            content: null,
            tool_calls: [{ id, type: 'function', function: { name, arguments: argumentsJson } }],
          },
          { role: 'tool', tool_call_id: id, content: 'Rain.' },
        ],
        tools: [{ type: 'function', function: tools[0] }],
        tool_choice: { type: 'function', function: { name } },
        parallel_tool_calls: false,
        top_p: 0.5,
        stop: ['END'],
        seed: 7,
        presence_penalty: 1,
        frequency_penalty: -1,
        response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true } },
        user: 'someone',
      });
      expect(current().violations).toEqual([]);
    });
  });
};
