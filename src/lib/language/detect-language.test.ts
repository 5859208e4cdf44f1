import { expect, test } from 'vitest';
import { detectLanguage } from './detect-language.ts';

test.for([
  ['Wie lange ist die Probezeit?', 'de'],
  ['How long is the probation period?', 'en'],
  ['返品は30日以内です', 'ja'],
  ['Probation', 'en'],
  ['', 'en'],
] as const)('%j is in %s', ([text, language]) => {
  expect(detectLanguage(text)).toBe(language);
});

test.for(['zebrao2da57cjk2o', 'INV-2026-7o', 'A4-3e1i'])(
  'the letters in the number %s say nothing about the language',
  (text) => {
    expect(detectLanguage(text)).toBe('en');
    expect(detectLanguage(text, { fallback: 'de', among: new Set(['de', 'it']) })).toBe('de');
  },
);
