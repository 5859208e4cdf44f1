import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../../testing/fuzzed-stream.ts';
import { type MarkerPiece, markerReader } from './markers.ts';

const PASSAGES = 8;

const shown = (pieces: readonly MarkerPiece[]) => ({
  text: pieces.map((piece) => (piece.type === 'text' ? piece.text : '')).join(''),
  marks: pieces.flatMap((piece) =>
    piece.type === 'mark' ? [`${piece.passageNumber}@${piece.offset}`] : [],
  ),
});

const read = (deltas: readonly string[]) => {
  const reader = markerReader(PASSAGES);
  return shown([...deltas.flatMap((delta) => reader.read(delta)), ...reader.end()]);
};

const taken: [string, string, string[]][] = [
  ['Within 30 days [1].', 'Within 30 days.', ['1@14']],
  ['Within 30 days[1].', 'Within 30 days.', ['1@14']],
  ['Within 30 days. [1]', 'Within 30 days.', ['1@15']],
  ['Both [1][2] hold.', 'Both hold.', ['1@4', '2@4']],
  ['Both [1] [2] hold.', 'Both hold.', ['1@4', '2@4']],
  ['Both [1, 2] hold.', 'Both hold.', ['1@4', '2@4']],
  ['Both [1], [2].', 'Both.', ['1@4', '2@4']],
  ['Claim [1], then claim [2].', 'Claim, then claim.', ['1@5', '2@17']],
  ['All [1-3].', 'All.', ['1@3', '2@3', '3@3']],
  ['All [1–3].', 'All.', ['1@3', '2@3', '3@3']],
  ['All [1, 2, 3].', 'All.', ['1@3', '2@3', '3@3']],
  ['A 【1】B', 'A B', ['1@1']],
  ['An [doc1] one', 'An one', ['1@2']],
  ['glued [1]on', 'glued on', ['1@5']],
  ['[1] says so.', 'says so.', ['1@0']],
  ['Line.\n[2] next', 'Line.\nnext', ['2@6']],
  ['Twice [1][1].', 'Twice.', ['1@5']],
  ['Beyond [9] and [0] and [99].', 'Beyond and and.', []],
  ['(see [3])', '(see)', ['3@4']],
  ['返品は30日[1]。', '返品は30日。', ['1@6']],
  ['[text][1]', '[text]', ['1@6']],
  ['after `code` [1].', 'after `code`.', ['1@12']],
  ['```\nx[1]\n```\nafter [1].', '```\nx[1]\n```\nafter.', ['1@18']],
  ['a lone ` tick\nthen [1].', 'a lone ` tick\nthen.', ['1@18']],
];

const left = [
  'a [x] box',
  'a [ ] box',
  'zip [12345]',
  'year [2024]',
  'link [1](https://example.com)',
  'picture ![1](x.png)',
  'footnote [^1]',
  'in `a[1]` code',
  'in ``a`[1]`` code',
  '```js\na[1] = b [2];\n```',
  'escaped \\[1]',
  'open [1',
  'open [',
  'comma [1, x]',
  'words [document]',
  'mixed [1】',
  'empty []',
  'too long [1, 2, 3, 4]',
  'trailing blank ',
];

describe('markers', () => {
  test.for(taken)('%j is taken out', ([given, text, marks]) =>
    expect(read([given])).toEqual({ text, marks }),
  );
  test.for(left)('%j is left', (given) =>
    expect(read([given])).toEqual({ text: given, marks: [] }),
  );
});

const halves = (text: string): string[][] =>
  Array.from({ length: text.length + 1 }, (_, at) => [text.slice(0, at), text.slice(at)]);

const PARTS = [
  '[1]',
  ' [2]',
  '[1, 2]',
  ' [1, 2, 3]',
  '[10, 11]',
  ', [3]',
  ',',
  ', ',
  ';',
  ' ',
  '  ',
  '\n',
  '.',
  'word',
  ' word',
  '[',
  ']',
  '【',
  '】',
  '【4】',
  '(',
  '](',
  '`',
  '``',
  '```',
  '\\',
  'doc',
  '[doc1]',
  '[doc12, 3]',
  '1',
  '12',
  '-',
  '[1-3]',
  '[9]',
  '[x]',
  'é',
  '🎉',
  '。',
];

test('however a text is cut, text and marks are the same', () => {
  for (const [given] of taken)
    for (const cut of halves(given)) expect(read(cut)).toEqual(read([given]));
  for (let seed = 1; seed <= 4_000; seed += 1) {
    const random = randomFrom(seed);
    const text = Array.from({ length: 1 + random(14) }, () => PARTS[random(PARTS.length)]).join('');
    const whole = read([text]);
    const pieces: string[] = [];
    for (let at = 0; at < text.length;) {
      const size = 1 + random(4);
      pieces.push(text.slice(at, at + size));
      at += size;
    }
    expect({ seed, ...read(pieces) }).toEqual({ seed, ...whole });
    expect({ seed, ...read(Array.from(text)) }).toEqual({ seed, ...whole });
  }
});

test('at most eight visible characters are held back', () => {
  for (let seed = 1; seed <= 2_000; seed += 1) {
    const random = randomFrom(seed);
    const reader = markerReader(PASSAGES);
    // Letters only where no marker can be: whatever is said so far is then a prefix of what was read.
    let given = '';
    let said = '';
    for (let step = 0; step < 30; step += 1) {
      const character = '[123, x-'[random(8)] ?? '';
      given += character;
      said += shown(reader.read(character)).text;
      const waiting = given.slice(said.length);
      expect({ seed, held: waiting.trimStart().length <= 8 }).toEqual({ seed, held: true });
    }
  }
});

test('a hundred thousand open brackets cost no more than their length', () => {
  const reader = markerReader(PASSAGES);
  const text = '[1, '.repeat(100_000);
  let length = 0;
  for (const pieces of [reader.read(text), reader.end()]) length += shown(pieces).text.length;
  expect(length).toBe(text.length);
});
