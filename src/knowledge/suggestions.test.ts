import { expect, test } from 'vitest';
import { suggestQuestions } from './suggestions.ts';

const described = (title: string, headings: string[], language: string | null = 'en') => ({
  document: { title, language },
  passages: headings.map((heading, index) => ({
    id: `${index}`,
    baseId: 'b',
    documentId: 'd',
    versionId: 'v',
    title,
    headings: [title, heading],
    page: null,
    language: 'en',
    readers: [],
    text: '',
    start: 0,
    end: 1000 - index,
  })),
});

test('questions read as a person would ask them, from all documents in turn', () => {
  const questions = suggestQuestions([
    described('Employee Handbook', ['3. Parental leave', 'Introduction', 'Sick Pay']),
    described('Security FAQ', ['How long must my password be?', 'VPN access']),
    described('The travel policy', ['Hotels', 'A.2 / x']),
  ]);
  expect(questions).toEqual([
    'What does the Employee Handbook say about parental leave?',
    'How long must my password be?',
    'What does the travel policy say about hotels?',
    'What should I know about sick pay?',
  ]);
});

test('each topic once, in the language of its document, none without headings', () => {
  expect(
    suggestQuestions([
      described('Handbuch', ['Elternzeit'], 'de'),
      described('B', ['elternzeit'], 'de'),
    ]),
  ).toEqual(['Was gilt beim Thema „Elternzeit“?']);
  expect(suggestQuestions([described('Notes', ['OPENING HOURS', '2026', 'Summary'])])).toEqual([]);
  expect(suggestQuestions([])).toEqual([]);
});
