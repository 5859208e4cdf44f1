import { baseRoutes, mockBases } from './mock-bases.ts';
import { evaluationRoutes, mockEvaluations } from './mock-evaluations.ts';
import { fileURLToPath } from 'node:url';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import type { Me, Preferences } from '../../src/contracts/identity.ts';
import type { DocumentView } from '../../src/contracts/knowledge.ts';
import type { TurnRequest } from '../../src/contracts/turn.ts';
import { addSecurityHeaders } from '../../src/http/security-headers.ts';
import { staticFiles } from '../../src/http/static-files.ts';
import { lost, page, problem } from './mock-answers.ts';
import { mockConversations } from './mock-conversations.ts';
import { mockDocuments, type MockDocument } from './mock-documents.ts';
import { knowledgeRoutes, stillThere } from './mock-knowledge.ts';
import { mockTurn, type MockTurn } from './mock-turns.ts';

export type MockServer = Awaited<ReturnType<typeof startMockServer>>;
type Answering = (turn: MockTurn, question: string) => void;
type Conversations = ReturnType<typeof mockConversations>;

const quoted: Me['answers'] = { kind: 'quoted', model: 'extractive', vision: false };

/** What a test sets and sees: who asks, how questions are answered, what has been asked of the server. */
const newState = (documents: { citable: MockDocument[]; views: DocumentView[] }) => ({
  ...documents,
  ...mockBases(),
  ...mockEvaluations(),
  signedIn: true,
  me: { id: 'usr_1', name: 'Ada', tenant: 'default', role: 'administrator', answers: quoted } as Me,
  preferences: { theme: 'system', baseIds: [] } as Preferences,
  located: stillThere(documents.citable),
  suggestions: ['How long are records kept?', 'Who approves an exception?'],
  /** Called for each new turn; left alone, the test answers `turns.at(-1)` itself. */
  answering: (() => undefined) as Answering,
  listed: new Array<Record<string, string>>(),
  turns: new Array<MockTurn>(),
  bodies: new Array<TurnRequest>(),
  /** Requests answered with this problem instead, by a piece of their path. */
  failing: new Map<string, { status: number; detail: string }>(),
});
type State = ReturnType<typeof newState>;

const conversationRoutes = (app: Hono, conversations: Conversations): void => {
  app.get('/conversations', (c) =>
    c.json(
      page([...conversations.conversations.values()].toSorted((a, b) => b.updatedAt - a.updatedAt)),
    ),
  );
  app.post('/conversations', async (c) => {
    const made = conversations.create();
    made.baseIds = (await c.req.json()).baseIds ?? [];
    return c.json(made, 201);
  });
  app.get('/conversations/search', (c) => {
    const wanted = (c.req.query('q') ?? '').toLowerCase();
    const found = [...conversations.conversations.values()].filter(({ title }) =>
      title.toLowerCase().includes(wanted),
    );
    return c.json(
      page(
        found.map((conversation) => ({
          conversation,
          snippet: conversation.title,
          messageId: null,
        })),
      ),
    );
  });
  app.get('/conversations/:id', (c) => {
    const found = conversations.conversations.get(c.req.param('id'));
    return found ? c.json({ ...found, messages: conversations.path(found) }) : lost();
  });
  app.patch('/conversations/:id', async (c) => {
    const found = conversations.conversations.get(c.req.param('id'));
    if (!found) return lost();
    const { title, activeLeafId, baseIds } = await c.req.json();
    if (baseIds) found.baseIds = baseIds;
    if (title) found.title = title;
    if (activeLeafId) conversations.activate(found, activeLeafId);
    return c.json(found);
  });
  app.delete('/conversations/:id', (c) => {
    conversations.conversations.delete(c.req.param('id'));
    return c.body(null, 204);
  });
  app.put('/messages/:id/feedback', async (c) => {
    const message = conversations.messages.get(c.req.param('id'));
    if (!message) return lost();
    message.feedback = (await c.req.json()).feedback;
    return c.json(message);
  });
};

const turnRoutes = (app: Hono, conversations: Conversations, state: State): void => {
  const byKey = new Map<string, MockTurn>();
  const begin = (conversationId: string, asked: { id: string; text: string }): MockTurn | null => {
    const conversation = conversations.conversations.get(conversationId);
    if (!conversation) return null;
    const id = `turn_${state.turns.length + 1}`;
    const message = conversations.add(conversation, {
      parentId: asked.id,
      role: 'assistant',
      parts: [],
      turnId: id,
    });
    const turn = mockTurn(id, { conversation, asked: asked.id, message });
    state.turns.push(turn);
    state.answering(turn, asked.text);
    return turn;
  };
  app.post('/conversations/:id/turns', async (c) => {
    const key = c.req.header('idempotency-key') ?? '';
    const known = byKey.get(key);
    if (known) return known.stream(undefined);
    const conversation = conversations.conversations.get(c.req.param('id'));
    if (!conversation) return lost();
    const body: TurnRequest = await c.req.json();
    state.bodies.push(body);
    const asked = conversations.add(conversation, {
      parentId: body.parentId === undefined ? conversation.activeLeafId : body.parentId,
      role: 'user',
      parts: [{ type: 'text', text: body.text }],
      turnId: `turn_${state.turns.length + 1}`,
    });
    if (conversation.title === 'New conversation') conversation.title = body.text.slice(0, 60);
    const turn = begin(conversation.id, { id: asked.id, text: body.text });
    if (turn) byKey.set(key, turn);
    return turn?.stream(undefined) ?? lost();
  });
  const find = (id: string): MockTurn | undefined => state.turns.find((turn) => turn.id === id);
  app.get(
    '/turns/:id/stream',
    (c) => find(c.req.param('id'))?.stream(c.req.header('last-event-id')) ?? lost(),
  );
  app.post('/turns/:id/stop', (c) => {
    const turn = find(c.req.param('id'));
    if (!turn) return lost();
    const stopped = !turn.isOver();
    turn.end('stopped');
    return c.json({ stopped });
  });
  app.post('/turns/:id/regenerate', (c) => {
    const turn = find(c.req.param('id'));
    const asked = turn && conversations.messages.get(turn.message.parentId ?? '');
    const conversation = [...conversations.conversations.values()].find((each) =>
      conversations.path(each).some(({ id }) => id === asked?.id),
    );
    if (!asked || !conversation) return lost();
    return begin(conversation.id, { id: asked.id, text: '' })?.stream(undefined) ?? lost();
  });
};

const personRoutes = (app: Hono, state: State): void => {
  app.post('/sign-in', async (c) => {
    if ((await c.req.json()).token !== 'good')
      return problem(401, 'This link has been used, or is too old.');
    state.signedIn = true;
    return c.json(state.me);
  });
  app.post('/sign-out', (c) => {
    state.signedIn = false;
    return c.body(null, 204);
  });
  app.get('/me', (c) => c.json(state.me));
  app.get('/me/preferences', (c) => c.json(state.preferences));
  app.put('/me/preferences', async (c) => {
    state.preferences = await c.req.json();
    return c.json(state.preferences);
  });
};

const listen = (server: ServerType): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });

/**
 * The native surface as the contracts tell it, over real HTTP, with the product's own page and security headers;
 * for states of the page that are hard to bring a real server to.
 */
export const startMockServer = async () => {
  const state = newState(await mockDocuments());
  const conversations = mockConversations();
  const files = staticFiles(fileURLToPath(new URL('../../dist/web', import.meta.url)));
  const api = new Hono();
  api.use('*', async (c, next) => {
    const failing = [...state.failing].find(([piece]) => c.req.path.includes(piece));
    if (failing) return problem(failing[1].status, failing[1].detail);
    if (!state.signedIn && !c.req.path.endsWith('/sign-in')) return problem(401, 'Sign in first.');
    return next();
  });
  personRoutes(api, state);
  conversationRoutes(api, conversations);
  turnRoutes(api, conversations, state);
  evaluationRoutes(api, state); // before those with a name in the same place
  knowledgeRoutes(api, state);
  baseRoutes(api, state);
  const app = new Hono();
  app.use('*', async (c, next) => {
    await next();
    const headers = new Headers(c.res.headers);
    addSecurityHeaders(headers);
    c.res = new Response(c.res.body, { status: c.res.status, headers });
  });
  app.route('/api/v1', api);
  app.all('*', async (c) => (await files(c.req.path, c.req.raw.headers)) ?? lost());
  const server = createAdaptorServer({ fetch: app.fetch });
  const url = await listen(server);
  return {
    url,
    state,
    conversations,
    close: async (): Promise<void> => {
      for (const turn of state.turns) turn.end();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
};
