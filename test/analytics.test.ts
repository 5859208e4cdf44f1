import { afterAll, beforeAll, expect, test } from 'vitest';
import { baseAnalytics, type BaseAnalyticsView } from '../src/contracts/analytics.ts';
import { ofType } from '../testing/read-chunks.ts';
import { uploadReady } from '../testing/ready-documents.ts';
import { startServer, type TestPerson, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let admin: TestPerson;
let member: TestPerson;
let baseId: string;
beforeAll(async () => {
  server = await startServer();
  admin = await server.person();
  member = await server.person({ role: 'member', name: 'Wilhelmina' });
  baseId = (await admin.json<{ id: string }>('/api/v1/bases', { body: { name: 'People' } })).id;
});
afterAll(() => server.close());

const upload = async (text: string): Promise<string> =>
  (await uploadReady(admin, { name: 'note.md', text, baseId })).id;
const ask = async (text: string, into?: string) => {
  const id =
    into ??
    (
      await member.json<{ id: string }>('/api/v1/conversations', {
        body: { baseIds: [baseId] },
      })
    ).id;
  const chunks = await member.ask(text, { conversationId: id });
  return { conversationId: id, messageId: ofType(chunks, 'start')[0]?.messageId ?? '' };
};
const report = async (query = ''): Promise<BaseAnalyticsView> =>
  baseAnalytics.parse(await admin.json(`/api/v1/bases/${baseId}/analytics${query}`));

test('what was asked, not answered, rated down and never cited, each with the way to it', async () => {
  const leave = await upload('# Leave\n\nEmployees have 25 days of leave.\n');
  const unused = await upload('# Parking\n\nThe garage has forty places.\n');
  const rated = await ask('How many days of leave do employees have?');
  await member.fetch(`/api/v1/messages/${rated.messageId}/feedback`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ feedback: ['inaccurate_or_irrelevant'] }),
  });
  const first = await ask('Where is the unicorn stable?');
  const second = await ask('where is the stable of the unicorn');
  const text = await (await admin.fetch(`/api/v1/bases/${baseId}/analytics`)).text();
  for (const secret of [member.id, 'Wilhelmina', rated.conversationId])
    expect(text).not.toContain(secret);
  const use = await report();
  const today = new Date().toISOString().slice(0, 10);
  expect(use.days.at(-1)).toEqual({ day: today, questions: 3, unanswered: 2 });
  expect(use.unanswered).toMatchObject([
    {
      question: 'where is the stable of the unicorn',
      asked: 2,
      messageIds: [second.messageId, first.messageId],
    },
  ]);
  expect(use.ratedDown).toMatchObject([
    {
      messageId: rated.messageId,
      feedback: ['inaccurate_or_irrelevant'],
      documents: [{ id: leave, title: 'Leave' }],
    },
  ]);
  expect(use.mostCited[0]).toMatchObject({ id: leave, title: 'Leave' });
  expect(use.mostCited[0]?.citations).toBeGreaterThan(0);
  expect(use.neverCited.map(({ id }) => id)).toContain(unused);

  const made = await admin.json<{ question: string }>(`/api/v1/bases/${baseId}/test-questions`, {
    body: { messageId: rated.messageId },
  });
  expect(made.question).toBe('How many days of leave do employees have?');
});

test('a follow-up counts as the question it stands for', async () => {
  const { conversationId } = await ask('Where is the dragon cave for pilots?');
  await ask('And for sailors?', conversationId);
  const asked = (await report()).unanswered.map(({ question }) => question);
  expect(asked).toContain('Where is the dragon cave for sailors?');
});

test('a document that the administrator may not read is not named', async () => {
  const hidden = await upload('# Board\n\nThe board meets in a submarine.\n');
  await ask('Where does the board meet?');
  const memberId = (await member.json<{ id: string }>('/api/v1/me')).id;
  const ownId = (await admin.json<{ id: string }>('/api/v1/me')).id;
  const readers = [`user:${memberId}`, `user:${ownId}`];
  const restricted = await admin.fetch(`/api/v1/documents/${hidden}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ readers }),
  });
  expect(restricted.status).toBe(200);
  expect((await report()).mostCited.map(({ id }) => id)).toContain(hidden);
  const other = await server.person({ name: 'Other' });
  const seen = await (await other.fetch(`/api/v1/bases/${baseId}/analytics`)).text();
  expect(seen).not.toContain(hidden);
});

test('deleted conversations are not counted; only administrators may look', async () => {
  await member.fetch('/api/v1/conversations', { method: 'DELETE' });
  expect(await report('?days=7')).toMatchObject({ days: [], unanswered: [], ratedDown: [] });
  const path = `/api/v1/bases/${baseId}/analytics`;
  expect((await member.fetch(path)).status).toBe(403);
  expect((await admin.fetch(`${path}?days=0`)).status).toBe(400);
  expect((await admin.fetch('/api/v1/bases/unknown/analytics')).status).toBe(404);
});
