import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Operations, Schemas } from './schema.ts';

export type { Operations, Schemas } from './schema.ts';

type Name = keyof Operations;
type Answer<Op extends Name> = Operations[Op]['answer'];
/** Operations that answer with JSON, or with nothing. */
export type CallName = { [Op in Name]: Answer<Op> extends string ? never : Op }[Name];
/** Operations that answer with an event stream. */
export type StreamName = {
  [Op in Name]: Answer<Op> extends 'text/event-stream' ? Op : never;
}[Name];

/** What an operation needs may not be left out; what it does not take may not be given. */
type Part<Key extends string, Value> = Value extends undefined
  ? { [K in Key]?: never }
  : Partial<Value> extends Value
    ? { [K in Key]?: Value }
    : { [K in Key]: Value };
export type Input<Op extends Name> = Part<'path', Operations[Op]['path']> &
  Part<'query', Operations[Op]['query']> &
  Part<'body', Operations[Op]['body']> & {
    headers?: Record<string, string>;
    signal?: AbortSignal;
  };

/** An event of a running answer; `id` resumes after it: the `Last-Event-ID` of the next request. */
export type TurnEvent = { id: string | undefined; chunk: Schemas['TurnChunk'] };

export type ClientOptions = {
  /** Where the server is: `http://127.0.0.1:3000`, with the base path if it has one. */
  url: string;
  /** An API key, `dk_…`. */
  key?: string;
  fetch?: (request: Request) => Promise<Response>;
};

/** The server said no. `problem` holds why, in words and as a code. */
export class RequestFailed extends Error {
  readonly problem: Schemas['Problem'];
  constructor(problem: Schemas['Problem']) {
    super(problem.detail);
    this.name = 'RequestFailed';
    this.problem = problem;
  }
}

type Loose = {
  path?: Record<string, string | number>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
};

const addressOf = (base: string, template: string, { path = {}, query = {} }: Loose): URL => {
  const filled = template.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(path[name])),
  );
  const url = new URL(base.replace(/\/+$/, '') + filled);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
};

const requestOf = (name: Name, input: Loose, { url, key }: ClientOptions): Request => {
  const [method = '', template = ''] = name.split(' ');
  const headers = new Headers(input.headers);
  if (key !== undefined) headers.set('authorization', `Bearer ${key}`);
  const form = input.body instanceof FormData ? input.body : null;
  if (input.body !== undefined && !form) headers.set('content-type', 'application/json');
  const body = form ?? (input.body === undefined ? null : JSON.stringify(input.body));
  const signal = input.signal ?? null;
  return new Request(addressOf(url, template, input), { method, headers, body, signal });
};

/**
 * The API of a Docent server, typed by the API's own document.
 *
 * @example
 * const docent = createClient({ url: 'http://127.0.0.1:3000', key });
 * const { id } = await docent.call('POST /api/v1/conversations', { body: {} });
 * const asked = { path: { id }, body: { text: 'How many days of leave do I have?' } };
 * for await (const { chunk } of docent.stream('POST /api/v1/conversations/{id}/turns', asked)) {
 *   if (chunk.type === 'text-delta') process.stdout.write(chunk.delta);
 * }
 */
export const createClient = (options: ClientOptions) => {
  const send = options.fetch ?? ((request: Request) => fetch(request));

  /** The response as it is: for files and other bytes. Anything but success throws `RequestFailed`. */
  const open = async <Op extends Name>(name: Op, input: Input<Op>): Promise<Response> => {
    const response = await send(requestOf(name, input, options));
    if (response.ok) return response;
    throw new RequestFailed((await response.json()) as Schemas['Problem']);
  };

  return {
    open,

    async call<Op extends CallName>(name: Op, input: Input<Op>): Promise<Answer<Op>> {
      const text = await (await open(name, input)).text();
      return (text === '' ? undefined : JSON.parse(text)) as Answer<Op>;
    },

    /** Leaving the loop closes the connection; the answer goes on in the server and can be joined again. */
    async *stream<Op extends StreamName>(name: Op, input: Input<Op>): AsyncGenerator<TurnEvent> {
      const { body } = await open(name, input);
      if (!body) return; // nothing runs that could be joined
      const events = body
        .pipeThrough(new TextDecoderStream())
        .pipeThrough(new EventSourceParserStream());
      for await (const { id, data } of events) {
        if (data === '[DONE]') return;
        yield { id, chunk: JSON.parse(data) as Schemas['TurnChunk'] };
      }
    },
  };
};
