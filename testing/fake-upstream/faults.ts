import type { ServerResponse } from 'node:http';
import { setImmediate as soon, setTimeout as sleep } from 'node:timers/promises';
import { delta, type Fault } from './behaviour.ts';

type Place = {
  response: ServerResponse;
  write: (text: string) => Promise<void>;
  when: 'before-head' | 'inside';
};

export const eventOf = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

const TEN_MEGABYTES = 10 * 1024 * 1024;

const beforeHead: Partial<Record<Fault, (response: ServerResponse) => void>> = {
  silent: () => undefined,
  reset: (response) => response.socket?.resetAndDestroy(),
  html: (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Gateway login</html>'),
  'wrong-type': (response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"choices":[]}'),
};

const inside: Partial<Record<Fault, (place: Place) => unknown>> = {
  // What was written before leaves first: node gathers writes until the next tick.
  cut: ({ response }) => soon().then(() => response.destroy()),
  stall: () => undefined,
  'bad-json': ({ response, write }) =>
    write('data: {"choices": [{"del\n\n').then(() => response.end()),
  'unknown-shape': ({ response, write }) =>
    write(eventOf({ choices: 'none' })).then(() => response.end()),
  'bad-utf8': ({ response }) =>
    response.end(Buffer.concat([Buffer.from('data: {"x":"'), Buffer.from([0xff, 0xfe, 0xc3])])),
  'long-line': async ({ response, write }) => {
    await write(`data: ${'x'.repeat(TEN_MEGABYTES)}`);
    response.end();
  },
  'no-done': ({ response }) => response.end(),
  'error-in-stream': async ({ response, write }) => {
    await write(
      eventOf({ error: { message: 'secret sk-upstream-body', type: 'server_error', code: null } }),
    );
    response.end();
  },
  endless: async ({ response, write }) => {
    while (!response.destroyed) {
      await write(eventOf(delta({ content: ' and on' })));
      await sleep(5);
    }
  },
  heartbeats: async ({ response, write }) => {
    while (!response.destroyed) {
      await write(': still here\n\n');
      await sleep(5);
    }
  },
};

/** Does what is wrong at its place; false when this is not the place. */
export const misbehave = async (fault: Fault, place: Place): Promise<boolean> => {
  const early = beforeHead[fault];
  if (place.when === 'before-head') {
    early?.(place.response);
    return early !== undefined;
  }
  await inside[fault]?.(place);
  return inside[fault] !== undefined;
};
