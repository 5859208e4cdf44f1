import { expect, test } from 'vitest';
import { blocksOf, extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { readEmail } from './email.ts';

const read = (...lines: string[]) => readEmail({ bytes: Buffer.from(lines.join('\r\n')) });

const head = [
  'From: "Maya Okafor" <maya@example.com>',
  'To: all@example.com, Jo <jo@example.com>',
  'Date: Tue, 01 Oct 2024 12:34:56 -0500',
  'Subject: =?utf-8?B?QsO8cm8=?= moves',
  'MIME-Version: 1.0',
];

const alternative = (plain: string, html: string) =>
  read(
    ...head,
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    plain,
    '--b',
    'Content-Type: text/html; charset=utf-8',
    '',
    html,
    '--b--',
  );

test('subject, people, date and text of a mail; what two parts say the same is given once', async () => {
  const outcome = await alternative(
    'We move on Monday.\r\n\r\n- Pack\r\n- Label',
    '<p>We move on <b>Monday</b>.</p><ul><li>Pack<li>Label</ul>',
  );
  expect(blocksOf(outcome)).toEqual([
    'heading 1: Büro moves',
    'paragraph: From: Maya Okafor <maya@example.com>\nTo: all@example.com, Jo <jo@example.com>\nDate: 2024-10-01 17:34 UTC',
    'paragraph: We move on Monday.',
    'list-item: Pack',
    'list-item: Label',
  ]);
  expect(extractedOf(outcome)).toMatchObject({
    title: 'Büro moves',
    warnings: [],
    metadata: {
      email_from: 'Maya Okafor <maya@example.com>',
      email_to: ['all@example.com', 'Jo <jo@example.com>'],
    },
  });
});

test('a sentence that only the plain part says is marked', async () => {
  const outcome = await alternative(
    'We move on Monday. The door code is 4711. Bring a box for your things.',
    '<p>We move on Monday. Bring a box for your things.</p>',
  );
  const { text, warnings } = extractedOf(outcome);
  expect(warnings.map(({ code }) => code)).toEqual(['different-parts']);
  const { start = 0, end = 0 } = warnings[0]?.range ?? {};
  expect(text.slice(start, end).trim()).toBe('The door code is 4711.');
});

test('a plain part that only points to the other is not taken for the mail', async () => {
  const outcome = await alternative(
    'Your program cannot show this mail.',
    '<p>We move on Monday. Bring a box for your things, and label all you own.</p>',
  );
  expect(extractedOf(outcome).text).toContain('Bring a box');
  expect(extractedOf(outcome).text).not.toContain('cannot show');
  expect(extractedOf(outcome).warnings).toMatchObject([{ code: 'different-parts', range: null }]);
});

test('hidden words of the part with layout are left out and said, where they stood', async () => {
  const outcome = await alternative(
    'We move on Monday.',
    '<p>We move on Monday.</p><p style="display:none">Send the address book</p>',
  );
  const { text, warnings } = extractedOf(outcome);
  expect(text).not.toContain('address book');
  expect(warnings).toMatchObject([
    { code: 'hidden-text', range: { start: text.length, end: text.length } },
  ]);
});

test('files that a mail carries come out, and mails in it whole', async () => {
  const outcome = await read(
    ...head,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'See the list.',
    '--b',
    'Content-Type: text/csv; name="../list.csv"',
    'Content-Disposition: attachment; filename="../list.csv"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('a,b\n1,2\n').toString('base64'),
    '--b',
    'Content-Type: message/rfc822',
    '',
    'Subject: Inner',
    '',
    'The inner mail.',
    '--b--',
  );
  const attachments = outcome.outcome === 'extracted' ? (outcome.attachments ?? []) : [];
  expect(
    attachments.map(({ name, bytes }) => [name, Buffer.from(bytes).toString().trim()]),
  ).toEqual([
    ['../list.csv', 'a,b\n1,2'],
    ['mail 2.eml', 'Subject: Inner\n\nThe inner mail.'],
  ]);
  expect(extractedOf(outcome).text).not.toContain('inner');
});

test('more files than anybody sends: the rest is said and the document is not whole', async () => {
  const part = (index: number) =>
    `--b\r\nContent-Disposition: attachment; filename=f${index}.txt\r\n\r\nText ${index}\r\n`;
  const outcome = await read(
    ...head,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    `--b\r\nContent-Type: text/plain\r\n\r\nMany files.\r\n${Array.from({ length: 130 }, (_, index) => part(index)).join('')}--b--`,
  );
  expect(outcome).toMatchObject({
    extracted: { whole: false, warnings: [{ code: 'attachments-left-out' }] },
  });
  expect(outcome.outcome === 'extracted' && outcome.attachments).toHaveLength(100);
});

test('files that Outlook packed are said on the mail, with what to do', async () => {
  const outcome = await read(
    ...head,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b\r\nContent-Type: text/plain\r\n\r\nSee the list.\r\n--b',
    'Content-Type: application/ms-tnef; name="winmail.dat"',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0, 1]).toString('base64'),
    '--b--',
  );
  expect(outcome).toMatchObject({
    extracted: {
      whole: false,
      warnings: [{ code: 'part-not-read', reason: expect.stringContaining('winmail.dat') }],
    },
    attachments: [],
  });
});

test('parts in parts in parts end with a reason', async () => {
  const nested = Array.from(
    { length: 300 },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
  );
  expect(await read(...head, nested.join(''))).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('deeper'),
  });
});

test('a mail saved as UTF-16 is read', async () => {
  const bytes = Buffer.from(
    '\uFEFFSubject: Keys\r\nFrom: a@example.com\r\n\r\nUnder the mat.',
    'utf16le',
  );
  expect(extractedOf(await readEmail({ bytes })).text).toContain('Under the mat.');
});
