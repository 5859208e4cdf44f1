import { z } from 'zod';
import { problem as problemBody } from '../contracts/common.ts';
import { Problem, problemCodes, type ProblemCode } from '../domain/problem.ts';
import { deadline } from '../lib/deadline.ts';

/** Where requests go: the running server, or the same program opened here. */
export type Transport = {
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
};

export type Sending = {
  method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON, a form as a form. */
  body?: object;
  /** For what may take its time: uploads, answers. A minute otherwise. */
  deadlineMs?: number;
};

export type Client = {
  /** The response, once it is a good one; a problem is thrown. Its body has to be read: it holds a connection. */
  send(path: string, sending?: Sending): Promise<Response>;
  /** The same, for what is done and has nothing to say. */
  perform(path: string, sending?: Sending): Promise<void>;
  /** The same, read as JSON of that shape. */
  read<Schema extends z.ZodType>(
    schema: Schema,
    path: string,
    sending?: Sending,
  ): Promise<z.infer<Schema>>;
  close(): Promise<void>;
};

/** How the openai surface says what is wrong. */
const compatibleError = z.object({ error: z.object({ message: z.string() }) });

const isProblemCode = (code: string): code is ProblemCode =>
  problemCodes.some((known) => known === code);

const problemOf = async (response: Response): Promise<Problem> => {
  const text = await response.text();
  const body = asJson(text);
  const parsed = problemBody.safeParse(body);
  if (!parsed.success) {
    const said = compatibleError.safeParse(body).data?.error.message ?? text.slice(0, 200);
    return new Problem('upstream-failed', `The server answered ${response.status}: ${said}`);
  }
  const { code, detail, traceId } = parsed.data;
  const ours = isProblemCode(code) ? code : 'internal';
  // "Our fault" is found in the server's log, not here.
  if (ours === 'internal') return new Problem('storage-failed', `${detail} Trace id: ${traceId}`);
  return new Problem(ours, detail);
};

const asJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return null;
    throw thrown;
  }
};

/** The native API as the operator sees it. */
export const apiClient = (
  transport: Transport,
  { basePath, stop }: { basePath: string; stop: AbortSignal },
): Client => {
  const send = async (path: string, sending: Sending = {}): Promise<Response> => {
    const { method = 'GET', body, deadlineMs = 60_000 } = sending;
    const json = body !== undefined && !(body instanceof FormData);
    const response = await transport.fetch(
      new Request(`http://localhost${basePath}${path}`, {
        method,
        signal: deadline(deadlineMs, stop),
        ...(json ? { headers: { 'content-type': 'application/json' } } : {}),
        ...(body === undefined ? {} : { body: json ? JSON.stringify(body) : body }),
      }),
    );
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  return {
    send,
    async perform(path, sending) {
      await (await send(path, sending)).arrayBuffer();
    },
    read: async (schema, path, sending) => schema.parse(await (await send(path, sending)).json()),
    close: () => transport.close(),
  };
};

/** A path with a query; what is undefined is left out. */
export const withQuery = (path: string, query: Record<string, string | undefined>): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) given.append(name, value);
  }
  return given.size === 0 ? path : `${path}?${given.toString()}`;
};
