import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import { gfm } from '../conversation/gfm.ts';
import { expect, test } from 'vitest';
import type { CitationView } from '../../src/contracts/conversation.ts';
import { placeCitations } from './place-citations.ts';

const citation = (id: string): CitationView => ({
  id,
  kind: 'external',
  offset: 0,
  passageNumber: null,
  documentId: null,
  versionId: null,
  title: '',
  headings: [],
  page: null,
  place: null,
  start: null,
  end: null,
  quote: '',
  url: null,
});

/** The markdown rendered with marks where `^` stands in it, each shown as a number. */
const render = (marked: string): string => {
  const offsets = [...marked.matchAll(/\^/g)].map(({ index }, before) => index - before);
  const marks = offsets.map((offset, index) => ({ offset, citation: citation(String(index + 1)) }));
  const html = renderToStaticMarkup(
    createElement(
      Markdown,
      { remarkPlugins: [gfm, placeCitations(marks)] },
      marked.replaceAll('^', ''),
    ),
  );
  return html.replaceAll(/<cite id="(\d)"><\/cite>/g, '[$1]').replaceAll(/>\n+</g, '><');
};

test.for([
  ['after a sentence', 'One.^ Two.^', '<p>One.[1] Two.[2]</p>'],
  ['not in a word, but behind it', 'retention^ pol^icy.', '<p>retention[1] policy[2].</p>'],
  ['back over the space before it', 'One. ^Two.', '<p>One.[1] Two.</p>'],
  ['two at one place, in their order', 'One.^^', '<p>One.[1][2]</p>'],
  [
    'behind bold text',
    'for **seven years^** now',
    '<p>for <strong>seven years</strong>[1] now</p>',
  ],
  ['inside longer bold text', '**One.^ Two.**', '<p><strong>One.[1] Two.</strong></p>'],
  [
    'behind the marks of bold text',
    'for *^*seven** now',
    '<p>for <strong>[1]seven</strong> now</p>',
  ],
  [
    'not in a code span, but behind it',
    'use `add^Days` here',
    '<p>use <code>addDays</code>[1] here</p>',
  ],
  [
    'not in a link, but behind it',
    'see [the^ page](https://a.example) now',
    '<p>see <a href="https://a.example">the page</a>[1] now</p>',
  ],
  ['behind a block of code', '```\na^\nb\n```', '<pre><code>a\nb\n</code></pre><p>[1]</p>'],
  ['in the last cell of a row', '| a | b |\n|---|---|\n| c | d |^', '<td>d[1]</td>'],
  ['in a list item', '- one^\n- two', '<ul><li>one[1]</li><li>two</li></ul>'],
  ['before the first word', '^One', '<p>[1]One</p>'],
  ['beyond the end', 'One^', '<p>One[1]</p>'],
  ['after escapes and entities', 'a \\* b &amp; c.^ d', '<p>a * b &amp; c.[1] d</p>'],
  ['in a heading', '## Limits^\n\ntext', '<h2>Limits[1]</h2><p>text</p>'],
] as const)('a citation is put %s', ([, markdown, html]) => {
  expect(render(markdown)).toContain(html);
});
