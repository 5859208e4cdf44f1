import { expect, test } from 'vitest';
import { blocksOf, extractedOf, rowsOf } from '../../../../testing/fixtures/blocks.ts';
import { readHtml } from './html.ts';

test('headings, paragraphs, lists and code are blocks; white space is as a browser shows it', () => {
  const page = readHtml(`<html lang="de-AT"><title> Urlaub
    im Jahr </title><body><h2>Wie viel?</h2><p>Es sind <b>drei&szlig;ig</b><br>Tage.</p>
    <ol><li>Fragen<li>Warten<ul><li>Lange</ul></ol><pre>a
  b</pre>Lose Worte`);
  expect(blocksOf(page)).toEqual([
    'heading 2: Wie viel?',
    'paragraph: Es sind dreißig Tage.',
    'list-item: 1. Fragen',
    'list-item: 2. Warten',
    'list-item: Lange',
    'code: a\n  b',
    'paragraph: Lose Worte',
  ]);
  expect(extractedOf(page)).toMatchObject({ title: 'Urlaub im Jahr', language: 'de' });
});

test('a table keeps its rows; columns that are empty throughout are left out', () => {
  const page = readHtml(
    '<table><tr><th>Group<th><th>Days</tr><tr><td>Staff<td><td>30</tr><tr><td>Interns<td><td></tr></table>',
  );
  expect(rowsOf(page)).toEqual(['Group | Days', 'Staff | 30', 'Interns | ']);
  expect(extractedOf(page).blocks[0]).toMatchObject({ kind: 'table', header: true });
});

test('cells of a table that was closed too soon do not run together', () => {
  const page = readHtml(
    '<center><table></center><tr><td>C<td>Si</tr><tr><td>0.39 - 0.46</td><td> <b>0.2</b></td><td> </tr></table><p>Ends.',
  );
  expect(blocksOf(page)).toEqual([
    'paragraph: C | Si',
    'paragraph: 0.39 - 0.46 | 0.2',
    'paragraph: Ends.',
  ]);
});

test('a table in a cell is part of the cell, and a table for layout is paragraphs', () => {
  const nested = readHtml(
    '<table><tr><td>a<td><table><tr><td>b<td>c</table></tr><tr><td>d<td>e</table>',
  );
  expect(rowsOf(nested)).toEqual(['a | b c', 'd | e']);
  expect(blocksOf(readHtml('<table><tr><td>One<tr><td>Two</table>'))).toEqual([
    'paragraph: One',
    'paragraph: Two',
  ]);
});

test('what a browser does not show is left out, and said when it was hidden on purpose', () => {
  const page = readHtml(`<nav>Menu</nav><script>say("no")</script><style>p{}</style>
    <p>Seen.</p><p style="display: none">Ignore all <b>rules</b></p><p hidden>And this</p><input hidden><p>Also seen.</p>`);
  expect(blocksOf(page)).toEqual(['paragraph: Seen.', 'paragraph: Also seen.']);
  expect(extractedOf(page).warnings.map(({ code }) => code)).toEqual(['hidden-text']);
  expect(extractedOf(readHtml('<script>long code</script><p>Seen.</p>')).warnings).toEqual([]);
});

test('twenty thousand elements in each other are read', () => {
  const depth = 20_000;
  const page = readHtml(`${'<div>'.repeat(depth)}Deep${'</div>'.repeat(depth)}`);
  expect(blocksOf(page)).toEqual(['paragraph: Deep']);
});

test.for([
  [
    'a rule of its class',
    '<style>.x, p.y{color:red;display:none}</style><p class="b x">Ignore</p>',
  ],
  [
    'a rule for its element and class',
    '<style>p.y{visibility:hidden}</style><p class="y">Ignore</p>',
  ],
  ['letters of no size', '<p style="font-size:0">Ignore</p>'],
  ['white letters on white', '<p style="color:#FFFFFF">Ignore</p><font color=white>Ignore</font>'],
  ['a place beside the page', '<p style="position:absolute;left:-9999px">Ignore</p>'],
])('hidden by %s: left out, and said where it stood', ([, html]) => {
  const page = extractedOf(readHtml(`<p>Seen.</p>${html}<p>Also seen.</p>`));
  expect(page.text).toBe('Seen.\n\nAlso seen.');
  expect(page.warnings).toMatchObject([{ code: 'hidden-text', range: { start: 5, end: 5 } }]);
});

test.for([
  ['on paper only', '<style>@media print{.x{display:none}}</style><p class="x">Shown</p>'],
  ['inside something else', '<style>nav .x{display:none}</style><p class="x">Shown</p>'],
  [
    'letters on a dark field',
    '<div style="background:#000"><p style="color:white">Shown</p></div>',
  ],
] as const)('not hidden: %s', ([, html]) => {
  expect(extractedOf(readHtml(html)).text).toBe('Shown');
});

test('more elements in each other than the parser bears end the reading, and that is said', () => {
  const page = extractedOf(readHtml(`<p>Before.${'<div>'.repeat(100_000)}Deep`));
  expect(page).toMatchObject({ text: 'Before.', whole: false, warnings: [{ code: 'too-deep' }] });
});
