import { expect, test } from 'vitest';
import { sentenceRanges } from './sentences.ts';

const split = (text: string): string[] =>
  sentenceRanges(text).map(({ start, end }) => text.slice(start, end));

const cases: [string, string, string[]][] = [
  [
    'English abbreviations, initials and decimals',
    'Dr. Smith met J. F. Kennedy in Washington on Jan. 5. It cost $3.5 million, i.e. a lot. The U.S. Army agreed (see Fig. 3). Apple Inc. left.',
    [
      'Dr. Smith met J. F. Kennedy in Washington on Jan. 5.',
      'It cost $3.5 million, i.e. a lot.',
      'The U.S. Army agreed (see Fig. 3).',
      'Apple Inc. left.',
    ],
  ],
  [
    'quotes and questions',
    '"Why?" he asked. “Because.” She left! Was it so?',
    ['"Why?" he asked.', '“Because.”', 'She left!', 'Was it so?'],
  ],
  [
    'sums and times at the end',
    'Open from 07:00 to 20:00.\nOrange: contractors. Keep receipts above £10. Claims of 31 days need a reason.',
    [
      'Open from 07:00 to 20:00.',
      'Orange: contractors.',
      'Keep receipts above £10.',
      'Claims of 31 days need a reason.',
    ],
  ],
  [
    'the head of a mail, however long its lines',
    'From: Ines Carvalho <ines.carvalho@harbour-vale.example>\nTo: Everyone in Lisbon <lisbon@harbour-vale.example>\nDate: 8 September',
    [
      'From: Ines Carvalho <ines.carvalho@harbour-vale.example>',
      'To: Everyone in Lisbon <lisbon@harbour-vale.example>',
      'Date: 8 September',
    ],
  ],
  [
    'German ordinals and abbreviations',
    'Am 3. Oktober 1990 wurde z. B. die DDR bzw. ihr Gebiet aufgenommen. Das war im 20. Jahrhundert. Er sagte: „Ja.“ Dann ging er.',
    [
      'Am 3. Oktober 1990 wurde z. B. die DDR bzw. ihr Gebiet aufgenommen.',
      'Das war im 20. Jahrhundert.',
      'Er sagte: „Ja.“',
      'Dann ging er.',
    ],
  ],
  [
    'Russian',
    'Это было в 1990 г. в Москве, т.е. давно. Он пришёл!',
    ['Это было в 1990 г. в Москве, т.е. давно.', 'Он пришёл!'],
  ],
  ['Arabic', 'هل هذا جيد؟ نعم، هذا جيد.', ['هل هذا جيد؟', 'نعم، هذا جيد.']],
  [
    'Chinese and Japanese',
    '黑豹队赢了。他们得308分！“真的吗？”他问。有給休暇です。',
    ['黑豹队赢了。', '他们得308分！', '“真的吗？”', '他问。', '有給休暇です。'],
  ],
  [
    'headings and lists',
    '# Leave\n\n- carry over. In March.\n* ask first\n1. one\n2) two',
    ['Leave', 'carry over.', 'In March.', 'ask first', 'one', 'two'],
  ],
  [
    'tables',
    '| plan | cost |\n|------|-----:|\n| basic | 5. Or 6. |',
    ['| plan | cost |', '| basic | 5. Or 6. |'],
  ],
  [
    'rows of two cells',
    'question | answer\nWho decides about more than ten days | The committee. It meets on Mondays.\nwho signs | The office',
    [
      'question | answer',
      'Who decides about more than ten days | The committee.',
      'It meets on Mondays.',
      'who signs | The office',
    ],
  ],
  [
    'rows that name their columns',
    'Name: Maya Okafor; Office: Bristol; Note: Late. Ask first\nName: Jonas Weber; Office: Rotterdam, second floor',
    [
      'Name: Maya Okafor; Office: Bristol; Note: Late. Ask first',
      'Name: Jonas Weber; Office: Rotterdam, second floor',
    ],
  ],
  [
    'code',
    'Run this:\n\n```sh\nnpm ci. Then\nnpm test\n```\n\nDone.',
    ['Run this:', 'npm ci. Then', 'npm test', 'Done.'],
  ],
  [
    'wrapped lines',
    'This sentence was wrapped by the program that made\nthe text file. The next one\nwas too.\n\nAnother paragraph',
    [
      'This sentence was wrapped by the program that made\nthe text file.',
      'The next one\nwas too.',
      'Another paragraph',
    ],
  ],
  [
    'short lines that stand alone',
    'Get started\nIf you are new, start here.\nModels',
    ['Get started', 'If you are new, start here.', 'Models'],
  ],
  ['nothing', ' \n\n --- \n', []],
];

test.for(cases)('%s', ([, text, sentences]) => {
  expect(split(text)).toEqual(sentences);
});

test('numbers of references behind a sentence belong to it', () => {
  expect(split('It was sold.[151] In May it closed.[152][153] Nobody knew.')).toEqual([
    'It was sold.[151]',
    'In May it closed.[152][153]',
    'Nobody knew.',
  ]);
});

test('ranges are in order, do not overlap, and leave out only white space and marks', () => {
  const text = cases.map(([, each]) => each).join('\n\n');
  let end = 0;
  for (const range of sentenceRanges(text)) {
    expect(range.start).toBeGreaterThanOrEqual(end);
    expect(text.slice(range.start, range.end).trim()).toBe(text.slice(range.start, range.end));
    expect(text.slice(end, range.start)).not.toMatch(/\p{L}{3}/u);
    ({ end } = range);
  }
});

test('a line without ends is cut at spaces, never inside a character', () => {
  const words = 'word '.repeat(1_000);
  for (const { start, end } of sentenceRanges(words)) {
    expect(end - start).toBeLessThanOrEqual(700);
    expect(words.slice(start, end)).toMatch(/^word.*word$/u);
  }
  const emoji = `x${'🚰'.repeat(2_000)}`;
  expect(split(emoji).join('')).toBe(emoji);
  expect(split(emoji).every((piece) => piece.isWellFormed())).toBe(true);
});

test('a megabyte of dots or newlines takes no time', () => {
  expect(sentenceRanges('. '.repeat(200_000)).length).toBeGreaterThan(0);
  expect(sentenceRanges('\n'.repeat(500_000))).toEqual([]);
  expect(sentenceRanges('.'.repeat(500_000)).length).toBeGreaterThan(0);
  expect(sentenceRanges(' '.repeat(500_000))).toEqual([]);
});
