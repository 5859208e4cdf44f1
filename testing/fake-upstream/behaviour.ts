import type { FakeChatRequest } from './request-check.ts';

/**
 * Ways of a stream to go wrong. `cut`: the connection is closed; `no-done`: it ends properly, but without finish
 * reason or `[DONE]`; `endless` never stops sending; `silent` never answers at all.
 */
export type Fault =
  | 'cut'
  | 'stall'
  | 'silent'
  | 'reset'
  | 'html'
  | 'wrong-type'
  | 'bad-json'
  | 'unknown-shape'
  | 'bad-utf8'
  | 'long-line'
  | 'no-done'
  | 'error-in-stream'
  | 'endless'
  | 'heartbeats';

/** One answer of the fake. All fields left out: a short text, with usage, ended well. */
export type Behaviour = {
  /** Other than 200: this status with `error` as its body. */
  status?: number;
  headers?: Record<string, string>;
  error?: Record<string, unknown>;
  /** Deltas; a string is cut into words. `'cited'`: sentences of the prompt's passages with their numbers. */
  text?: string | readonly string[];
  reasoning?: string;
  /** Tools that the model calls, each streamed in pieces; alone unless `text` is given. */
  toolCalls?: readonly { id: string; name: string; arguments: string }[];
  /** Pieces of tool calls as they are, however odd. */
  toolCallPieces?: readonly object[];
  /** Pause before each delta. */
  delayMs?: number;
  fault?: Fault;
  /** How many deltas are sent before the fault, and before `until`. */
  after?: number;
  /** The rest is sent when this is there: what a test does meanwhile is done in the middle, however slowly. */
  until?: Promise<unknown>;
  usage?: { prompt_tokens: number; completion_tokens: number; cached_tokens?: number } | null;
  finishReason?: string | null;
  /** Categories that Azure filtered. */
  filtered?: { question?: string[]; answer?: string[] };
  /** Line ends of the stream. */
  lineEnd?: '\n' | '\r\n' | '\r';
  /** Sends the bytes of the stream in pieces of this size. */
  pieceBytes?: number;
  /** Refuses a request that has this parameter. */
  refuses?: keyof FakeChatRequest;
};

/** First its id and name, then what it is called with. */
const piecesOf = ({ toolCalls = [], toolCallPieces = [] }: Behaviour): object[] => [
  ...toolCalls.flatMap(({ id, name, arguments: json }, index) => [
    { index, id, type: 'function', function: { name, arguments: '' } },
    ...(json.match(/.{1,7}/gsu) ?? []).map((piece) => ({ index, function: { arguments: piece } })),
  ]),
  ...toolCallPieces,
];

export const words = (text: string): string[] => text.match(/\s*\S+|\s+$/g) ?? [];

/** What is said when nothing else was asked for. */
export const PLAIN_ANSWER = 'Refunds are possible within 30 days.';

const verdicts = (categories: readonly string[]) =>
  Object.fromEntries([
    ...['hate', 'self_harm', 'sexual', 'violence'].map((name) => [
      name,
      { filtered: false, severity: 'safe' },
    ]),
    ...categories.map((name) => [name, { filtered: true, severity: 'high' }]),
  ]);

const chunkOf = (fields: Record<string, unknown>) => ({
  id: 'chatcmpl-fake',
  object: 'chat.completion.chunk',
  created: 1_700_000_000,
  model: 'fake',
  ...fields,
});

export const delta = (content: Record<string, unknown>, finish: string | null = null) =>
  chunkOf({ choices: [{ index: 0, delta: content, logprobs: null, finish_reason: finish }] });

/** The objects of a stream that goes well, in order. */
export const chunksOf = (behaviour: Behaviour, deltas: readonly string[], wantsUsage: boolean) => {
  const { filtered, reasoning, usage } = behaviour;
  const counted = usage ?? { prompt_tokens: 100, completion_tokens: deltas.length };
  const first = filtered
    ? [
        chunkOf({
          choices: [],
          prompt_filter_results: [
            { prompt_index: 0, content_filter_results: verdicts(filtered.question ?? []) },
          ],
        }),
      ]
    : [];
  const pieces = piecesOf(behaviour);
  const finishReason = pieces.length > 0 ? 'tool_calls' : 'stop';
  const last = chunkOf({
    choices: [
      {
        index: 0,
        delta: {},
        finish_reason: behaviour.finishReason === undefined ? finishReason : behaviour.finishReason,
        ...(filtered && { content_filter_results: verdicts(filtered.answer ?? []) }),
      },
    ],
  });
  const { cached_tokens, ...tokens } = counted;
  const total = counted.prompt_tokens + counted.completion_tokens;
  return {
    before: [
      ...first,
      delta({ role: 'assistant', content: '' }),
      ...(reasoning ? words(reasoning).map((text) => delta({ reasoning_content: text })) : []),
    ],
    deltas: deltas.map((content) => delta({ content })),
    after: [
      ...pieces.map((piece) => delta({ tool_calls: [piece] })),
      last,
      ...(wantsUsage && usage !== null
        ? [
            chunkOf({
              choices: [],
              usage: {
                ...tokens,
                total_tokens: total,
                prompt_tokens_details: { cached_tokens: cached_tokens ?? 0 },
              },
            }),
          ]
        : []),
    ],
  };
};
