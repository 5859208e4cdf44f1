import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as soon, setTimeout as sleep } from 'node:timers/promises';
import { type Behaviour, chunksOf, PLAIN_ANSWER, words } from './fake-upstream/behaviour.ts';
import { citedAnswer } from './fake-upstream/cited-answer.ts';
import {
  answerEmbeddings,
  type EmbeddingCall,
  embeddingRequest,
  type EmbeddingScript,
  type EmbeddingStyle,
  embeddingStyleOf,
} from './fake-upstream/embeddings.ts';
import { eventOf, misbehave } from './fake-upstream/faults.ts';
import {
  authorizationViolation,
  chatRequest,
  type FakeChatRequest,
  type Style,
  styleOf,
  violationOf,
} from './fake-upstream/request-check.ts';

export type { Behaviour, Fault } from './fake-upstream/behaviour.ts';

/** A call as it came in. `closedAt`: when its connection was closed by the caller before we had ended. */
export type FakeCall = {
  path: string;
  style: Style;
  headers: http.IncomingHttpHeaders;
  body: FakeChatRequest;
  closedAt: number | null;
};

export type Script =
  | readonly Behaviour[]
  | ((request: FakeChatRequest, call: number) => Behaviour | 'cited');

/**
 * A loopback server with the form of OpenAI's and Azure's chat completions and embeddings. It checks every request against the
 * published API: what does not fit gets 400 and is listed in `violations`. Left unscripted it cites.
 */
export type FakeUpstream = {
  /** Origin, without a path: OpenAI is below `/v1`, Azure below `/openai`. */
  url: string;
  calls: FakeCall[];
  violations: string[];
  /** A list is used up call by call, its last entry for ever after. */
  script(script: Script): void;
  embeddings: {
    calls: EmbeddingCall[];
    /** Left unscripted, every text gets its vector. */
    script(script: EmbeddingScript): void;
  };
  close(): Promise<void>;
};

const fail = (response: http.ServerResponse, status: number, error: Record<string, unknown>) => {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error }));
};

/** Until it takes more, or its reader has left. */
const drained = async (response: http.ServerResponse): Promise<void> => {
  const either = new AbortController();
  const { signal } = either;
  const waits = [once(response, 'drain', { signal }), once(response, 'close', { signal })];
  const ends = waits.map((wait) => wait.catch(() => undefined)); // the other one is called off
  await Promise.race(ends);
  either.abort();
};

/** Writes in the pieces asked for, as slowly as the reader reads. */
const writer = (response: http.ServerResponse, behaviour: Behaviour) => async (text: string) => {
  const lineEnd = behaviour.lineEnd ?? '\n';
  const bytes = Buffer.from(lineEnd === '\n' ? text : text.replaceAll('\n', lineEnd));
  const size = behaviour.pieceBytes ?? bytes.length;
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    if (!response.write(bytes.subarray(at, at + size))) await drained(response);
    if (behaviour.pieceBytes) await soon();
  }
};

const answer = async (
  response: http.ServerResponse,
  behaviour: Behaviour,
  request: FakeChatRequest,
): Promise<void> => {
  if (behaviour.status && behaviour.status !== 200) {
    for (const [name, value] of Object.entries(behaviour.headers ?? {}))
      response.setHeader(name, value);
    fail(response, behaviour.status, behaviour.error ?? { message: 'scripted', code: null });
    return;
  }
  const callsTools = (behaviour.toolCalls ?? behaviour.toolCallPieces) !== undefined;
  const { text = callsTools ? '' : PLAIN_ANSWER, fault, after = 1 } = behaviour;
  const deltas = typeof text === 'string' ? words(text) : text;
  const chunks = chunksOf(behaviour, deltas, request.stream_options?.include_usage === true);
  const write = writer(response, behaviour);
  if (fault && (await misbehave(fault, { response, write, when: 'before-head' }))) return;
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    ...behaviour.headers,
  });
  response.flushHeaders();
  for (const chunk of chunks.before) await write(eventOf(chunk));
  for (const [index, chunk] of chunks.deltas.entries()) {
    if (index === after) await behaviour.until;
    if (response.destroyed) return;
    if (fault && index === after && (await misbehave(fault, { response, write, when: 'inside' })))
      return;
    if (behaviour.delayMs) await sleep(behaviour.delayMs);
    await write(eventOf(chunk));
  }
  if (fault && (await misbehave(fault, { response, write, when: 'inside' }))) return;
  for (const chunk of chunks.after) await write(eventOf(chunk));
  await write('data: [DONE]\n\n');
  response.end();
};

const readBody = async (request: http.IncomingMessage): Promise<unknown> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return JSON.parse(Buffer.concat(parts).toString());
};

/** The side that gives vectors. */
const embeddingSide = (violations: string[]) => {
  const calls: EmbeddingCall[] = [];
  let script: EmbeddingScript = [{}];
  let used = 0;
  return {
    calls,
    script: (given: EmbeddingScript) => {
      script = given;
      used = 0;
    },
    serve: async (
      request: http.IncomingMessage,
      response: http.ServerResponse,
      style: EmbeddingStyle,
    ) => {
      const parsed = embeddingRequest.safeParse(await readBody(request));
      const { headers, url: path = '' } = request;
      const needsModel = style !== 'azure-deployment' && !parsed.data?.model;
      const violation =
        parsed.error?.message ??
        authorizationViolation(style, headers) ??
        (needsModel ? 'model is required' : null);
      if (violation !== null || !parsed.success) {
        violations.push(String(violation));
        return fail(response, 400, { code: 'invalid_request', message: violation });
      }
      const { input } = parsed.data;
      const texts = typeof input === 'string' ? [input] : input;
      const call: EmbeddingCall = { path, style, headers, texts, body: parsed.data };
      calls.push(call);
      used += 1;
      const behaviour =
        typeof script === 'function'
          ? script(call, used)
          : (script[Math.min(used, script.length) - 1] ?? {});
      return answerEmbeddings(response, behaviour, call);
    },
  };
};

export const startFakeUpstream = async (): Promise<FakeUpstream> => {
  const calls: FakeCall[] = [];
  const violations: string[] = [];
  const { serve: serveEmbeddings, ...embeddings } = embeddingSide(violations);
  let script: Script = () => 'cited';
  let used = 0;

  const next = (request: FakeChatRequest): Behaviour => {
    used += 1;
    const chosen =
      typeof script === 'function'
        ? script(request, used)
        : (script[Math.min(used, script.length) - 1] ?? {});
    return chosen === 'cited' ? { text: citedAnswer(request) } : chosen;
  };

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    const path = request.url ?? '';
    const embeddingStyle = embeddingStyleOf(path);
    if (embeddingStyle && request.method === 'POST')
      return serveEmbeddings(request, response, embeddingStyle);
    const style = styleOf(path);
    if (!style || request.method !== 'POST')
      return fail(response, 404, { code: '404', message: 'Resource not found' });
    const parsed = chatRequest.safeParse(await readBody(request));
    const violation = parsed.success
      ? violationOf(style, request.headers, parsed.data)
      : parsed.error.message;
    if (violation !== null || !parsed.success) {
      violations.push(String(violation));
      return fail(response, 400, { code: 'invalid_request', message: violation });
    }
    const body = parsed.data;
    const call: FakeCall = { path, style, headers: request.headers, body, closedAt: null };
    calls.push(call);
    response.on('close', () => {
      if (!response.writableFinished) call.closedAt = performance.now();
    });
    const behaviour = next(body);
    if (behaviour.refuses && body[behaviour.refuses] !== undefined)
      return fail(response, 400, {
        code: 'unsupported_parameter',
        param: behaviour.refuses,
        message: `Unsupported parameter: '${behaviour.refuses}'`,
      });
    return answer(response, behaviour, body);
  };

  const server = http.createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      violations.push(`the fake failed: ${String(error)}`);
      fail(response, 500, { message: 'the fake failed' });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    violations,
    embeddings,
    script: (given) => {
      script = given;
      used = 0;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
