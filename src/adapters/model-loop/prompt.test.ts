import { expect, test } from 'vitest';
import type { AnswerRequest } from '../../ports/answerer.ts';
import type { ChatModel } from '../../ports/chat-model.ts';
import { promptFor, promptVersion } from './prompt.ts';
import { patient } from '../../../testing/patient.ts';

const modelOf = (contextTokens: number): ChatModel => ({
  name: 'm',
  vision: false,
  contextTokens,
  stream: () => {
    throw new Error('not asked');
  },
});
const request: AnswerRequest = {
  question: 'How warm?',
  message: {
    id: 'm',
    conversationId: 'c',
    parentId: null,
    role: 'user',
    parts: [],
    state: 'complete',
    turnId: 't',
    createdAt: 1,
    citations: [],
    sources: [],
    abstained: false,
    usage: null,
    feedback: [],
  },
  history: [],
  retrieval: { passages: [], evidence: null, passagesInScope: 0, terms: [], language: 'en' },
  signal: patient(),
};
const systemOf = (instructions: AnswerRequest['instructions'], contextTokens = 8_000): string => {
  const [system] = promptFor(
    { ...request, ...(instructions && { instructions }) },
    modelOf(contextTokens),
    {
      answerTokens: 100,
      instructions: 'The operator speaks.',
    },
  );
  return typeof system?.content === 'string' && system.role === 'system' ? system.content : '';
};

test('bases speak after our rules and the operator, each by its name', () => {
  const system = systemOf([
    { base: 'Heating\n"x"', text: ' Name the boiler. ' },
    { base: 'Leave', text: 'Say "holidays".' },
  ]);
  expect(system.startsWith(systemOf([]))).toBe(true);
  expect(system.slice(systemOf([]).length)).toBe(
    '\n\nFor answers from “Heating x”, besides the rules above:\nName the boiler.' +
      '\n\nFor answers from “Leave”, besides the rules above:\nSay "holidays".',
  );
});

test('what does not fit beside the passages is left out, the best base’s words last', () => {
  const long = Array.from({ length: 200 }, (_, at) => `word${at}`).join(' ');
  const system = systemOf(
    [
      { base: 'A', text: 'Short.' },
      { base: 'B', text: long },
    ],
    1_000,
  );
  expect(system).toContain('Short.');
  expect(system).not.toContain('word1');
});

test('the version of the prompt changes with the operator’s words', () => {
  expect(promptVersion({})).toMatch(/^[0-9a-f]{12}$/);
  expect(promptVersion({})).toBe(promptVersion({}));
  expect(promptVersion({ instructions: 'x' })).not.toBe(promptVersion({}));
});
