import { expect, test } from 'vitest';
import type { TurnChunk } from '../../src/contracts/turn.ts';
import { emptyAnswer, foldChunk } from './answer-state.ts';

const chunks: TurnChunk[] = [
  {
    type: 'start',
    messageId: 'm2',
    messageMetadata: { turnId: 't1', conversationId: 'c1', userMessageId: 'm1' },
  },
  { type: 'data-title', data: { title: 'Records' } },
  { type: 'data-progress', transient: true, data: { stage: 'retrieve' } },
  { type: 'text-start', id: 't' },
  { type: 'text-delta', id: 't', delta: 'Seven ' },
  { type: 'text-delta', id: 't', delta: 'years.' },
  {
    type: 'data-outcome',
    data: { outcome: 'completed', abstained: false, storedLength: 12, problem: null },
  },
  { type: 'finish', finishReason: 'stop' },
];

test('chunks fold into the answer', () => {
  expect(chunks.reduce(foldChunk, emptyAnswer)).toMatchObject({
    turnId: 't1',
    messageId: 'm2',
    userMessageId: 'm1',
    title: 'Records',
    stage: 'retrieve',
    text: 'Seven years.',
    outcome: { outcome: 'completed' },
  });
});

test('folding does not change what was folded before', () => {
  const before = chunks.slice(0, 5).reduce(foldChunk, emptyAnswer);
  foldChunk(before, { type: 'text-delta', id: 't', delta: 'more' });
  expect(before.text).toBe('Seven ');
});

test('a chunk of an unknown kind, such as a foreign event, does nothing', () => {
  const foreign: TurnChunk = JSON.parse('{"type":"execute","code":"alert(1)"}');
  expect(foldChunk(emptyAnswer, foreign)).toBe(emptyAnswer);
});
