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
