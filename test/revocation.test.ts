import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../src/lib/ids.ts';
import { startFakeUpstream, type FakeUpstream } from '../testing/fake-upstream.ts';
import { signIn } from '../testing/session.ts';
import { startServer, type TestServer } from '../testing/start-server.ts';

let upstream: FakeUpstream;
let server: TestServer;
beforeAll(async () => {
  upstream = await startFakeUpstream();
  server = await startServer({
    env: {
      OPENAI_BASE_URL: `${upstream.url}/v1`,
      OPENAI_API_KEY: 'k',
      DOCENT_MODEL: 'small',
      DOCENT_SHUTDOWN_SECONDS: '0.1',
    },
  });
  upstream.script([{ text: Array.from({ length: 2000 }, (_, at) => `w${at} `), delayMs: 10 }]);
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

/** The text of a stream until it ends, with or without its last line. */
const opened = async (send: (path: string, init: RequestInit) => Promise<Response>) => {
  const response = await send('/api/v1/ui-chat', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'chat',
      messages: [{ id: 'u', role: 'user', parts: [{ type: 'text', text: 'Long?' }] }],
    }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('text-delta')) text += (await reader?.read())?.value ?? '';
  return async () => {
    for (let step = await reader?.read(); step?.done === false; step = await reader?.read())
      text += step.value;
    return text;
  };
};

test('a key that is revoked ends the stream that it opened', async () => {
  const person = await server.person();
  const rest = await opened((path, init) => person.fetch(path, init));
  const admin = await signIn(server);
  expect((await admin.fetch(`/api/v1/keys/${person.id}`, { method: 'DELETE' })).status).toBe(204);
  expect(await rest()).not.toContain('[DONE]');
});

test('signing out ends the streams of that session', async () => {
  const session = await signIn(server, { name: 'Anna', role: 'member' });
  const rest = await opened((path, init) => session.fetch(path, init));
  await session.fetch('/api/v1/sign-out', { method: 'POST' });
  expect(await rest()).not.toContain('[DONE]');
});

test('a session that nobody used for half a day is over', async () => {
  const session = await signIn(server, { name: 'Ben', role: 'member' });
  const hash = sha256(session.cookie.split('=')[1] ?? '');
  const used = (hoursAgo: number) =>
    server.docent.accounts.touchSession(hash, Date.now() - hoursAgo * 3_600_000);
  await used(11);
  expect((await session.fetch('/api/v1/me')).status).toBe(200);
  await used(13);
  expect((await session.fetch('/api/v1/me')).status).toBe(401);
});
