import { expect, test } from 'vitest';
import type { MessageView } from '../../src/contracts/conversation.ts';
import { emptyAnswer, type AnswerState } from './answer-state.ts';
import type { LiveRequest, LiveTurn } from './live-turns.ts';
import { isRunning, shownMessages } from './shown-messages.ts';

const stored = (id: string, change: Partial<MessageView> = {}): MessageView => ({
  id,
  parentId: null,
  role: id.startsWith('q') ? 'user' : 'assistant',
  parts: [{ type: 'text', text: id }],
  state: 'complete',
  turnId: `turn-${id}`,
  createdAt: 0,
  citations: [],
  sources: [],
  abstained: false,
  usage: null,
  feedback: [],
  problem: null,
  siblings: [id],
  ...change,
});

const live = (
  request: LiveRequest,
  answer: Partial<AnswerState>,
  change: Partial<LiveTurn> = {},
): LiveTurn => ({
  request,
  answer: { ...emptyAnswer, ...answer },
  connection: 'connected',
  refusal: null,
  ...change,
});

const path = [stored('q1'), stored('a1'), stored('q2'), stored('a2')];
const ids = (shown: ReturnType<typeof shownMessages>) => shown.map(({ message }) => message.id);
const ask = (parentId: string | null): LiveRequest => ({
  kind: 'ask',
  text: 'More?',
  parentId,
  files: [],
  pictures: [],
  metadata: {},
});

test('a question stands after its parent with its answer, before the server knows it', () => {
  expect(ids(shownMessages(path, live(ask('a2'), {})))).toEqual([
    'q1',
    'a1',
    'q2',
    'a2',
    'asking',
    'answering',
  ]);
});

test('a question says what it follows, so that an edit of it follows the same', () => {
  const asked = shownMessages(path, live(ask('a2'), {})).find(
    ({ message }) => message.id === 'asking',
  );
  expect(asked?.message.parentId).toBe('a2');
});

test('a turn whose outcome is there runs no more, also before its connection has ended', () => {
  const outcome = {
    outcome: 'completed',
    abstained: false,
    storedLength: 0,
    problem: null,
  } as const;
  expect(isRunning(live(ask(null), {}))).toBe(true);
  expect(isRunning(live(ask(null), { outcome }))).toBe(false);
});

test('an edit takes the place of what followed its parent', () => {
  expect(
    ids(shownMessages(path, live(ask('a1'), { userMessageId: 'q3', messageId: 'a3' }))),
  ).toEqual(['q1', 'a1', 'q3', 'a3']);
});

test('another answer takes the place of the one before', () => {
  const regenerating = live(
    { kind: 'regenerate', messageId: 'a2' },
    { messageId: 'a3', text: 'new' },
  );
  expect(ids(shownMessages(path, regenerating))).toEqual(['q1', 'a1', 'q2', 'a3']);
});

test('a turn that is joined is shown from its stream, not from its half-stored text', () => {
  const half = [...path.slice(0, 3), stored('a2', { state: 'streaming', turnId: 't9' })];
  const shown = shownMessages(half, live({ kind: 'join', turnId: 't9' }, { text: 'all of it' }));
  expect(shown).toHaveLength(4);
  expect(shown.at(-1)?.message.parts).toEqual([{ type: 'text', text: 'all of it' }]);
});

test('what is stored wins when the turn has ended', () => {
  const ended = live(ask('a1'), { messageId: 'a2', userMessageId: 'q2' }, { connection: 'ended' });
  expect(shownMessages(path, ended).every((shown) => shown.live === null)).toBe(true);
});

test('after an interruption the page goes on showing more than was kept', () => {
  const outcome = {
    outcome: 'interrupted' as const,
    abstained: false,
    storedLength: 3,
    problem: null,
  };
  const ended = live(
    ask('a1'),
    { messageId: 'a2', text: 'abcdef', outcome },
    { connection: 'ended' },
  );
  expect(shownMessages(path, ended).at(-1)?.message).toMatchObject({
    state: 'interrupted',
    parts: [{ text: 'abcdef' }],
  });
});

test('a refused question stays, with the reason', () => {
  const refused = live(ask('a2'), {}, { connection: 'ended', refusal: 'Too many questions.' });
  expect(shownMessages(path, refused).at(-1)?.message).toMatchObject({
    state: 'failed',
    problem: { detail: 'Too many questions.' },
  });
});
