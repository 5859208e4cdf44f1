import { expect, test } from 'vitest';
import { blocksOf, extractedOf } from '../../../../testing/fixtures/blocks.ts';
import {
  openDocument,
  presentation,
  slideShape,
  wordFile,
} from '../../../../testing/fixtures/office-files.ts';
import { type OfficeFormat, readOffice } from './office.ts';

const read = (format: OfficeFormat, bytes: Uint8Array) => readOffice(format, { bytes });

const paragraph = (...runs: string[]) => `<w:p>${runs.join('')}</w:p>`;
const run = (text: string, properties = '') =>
  `<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

/** What stands around the place that a warning names. */
const warned = (outcome: Awaited<ReturnType<typeof read>>): string[] => {
  const { text, warnings } = extractedOf(outcome);
  return warnings
    .filter(({ code }) => code === 'hidden-text')
    .map(({ range }) => (range ? `${text.slice(0, range.start)}^${text.slice(range.end)}` : ''));
};

test.each([
  ['vanished', '<w:vanish/>'],
  ['white on white', '<w:color w:val="FFFFFF"/>'],
  ['one point high', '<w:sz w:val="2"/>'],
  ['hidden by its style', '<w:rStyle w:val="Below"/>'],
])('text in a Word file that is %s is left out and warned of', async (_, properties) => {
  const result = await read(
    'docx',
    wordFile({
      body: paragraph(run('Leave is '), run('three hundred', properties), run('thirty days.')),
      styles:
        '<w:style w:styleId="Hidden"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="Below"><w:basedOn w:val="Hidden"/></w:style>',
    }),
  );
  expect(blocksOf(result)).toEqual(['paragraph: Leave is thirty days.']);
  expect(warned(result)).toEqual(['Leave is^ thirty days.']);
});

test.each([
  ['white in a filled cell', '<w:tcPr><w:shd w:val="clear" w:fill="002060"/></w:tcPr>', ''],
  ['switched back on', '', '<w:vanish w:val="0"/>'],
  ['white with a highlight', '', '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>'],
])('text in a Word file that is %s stays', async (_, cell, properties) => {
  const shown = paragraph(run('Thirty days.', properties || '<w:color w:val="FFFFFF"/>'));
  const result = await read(
    'docx',
    wordFile({ body: `<w:tbl><w:tr><w:tc>${cell}${shown}</w:tc></w:tr></w:tbl>` }),
  );
  expect(extractedOf(result).text).toBe('Thirty days.');
  expect(extractedOf(result).warnings).toEqual([]);
});

test('a cell gives its paragraphs and the table in it; what was deleted is not there', async () => {
  const cell = (...paragraphs: string[]) => `<w:tc>${paragraphs.join('')}</w:tc>`;
  const inner = `<w:tbl><w:tr>${cell(paragraph(run('inner')))}</w:tr></w:tbl>`;
  const row = `<w:tr>${cell(paragraph(run('outer')), inner)}${cell(paragraph(run('one')), paragraph(run('two')))}</w:tr>`;
  const deleted = '<w:del><w:r><w:delText>year</w:delText></w:r></w:del>';
  const body = `<w:tbl>${row}</w:tbl>${paragraph(run('Day'), '<w:r><w:noBreakHyphen/></w:r>', deleted, run('to'))}`;
  expect(blocksOf(await read('docx', wordFile({ body })))).toEqual([
    'table: outer inner | one two',
    'paragraph: Day-to',
  ]);
});

test('cells stand in their columns beside and below merged ones', async () => {
  const cell = (text: string, properties = '') =>
    `<w:tc><w:tcPr>${properties}</w:tcPr>${paragraph(run(text))}</w:tc>`;
  const rows = [
    cell('Region', '<w:vMerge w:val="restart"/>') + cell('2025', '<w:gridSpan w:val="2"/>'),
    cell('', '<w:vMerge/>') + cell('May') + cell('June'),
    cell('North') + cell('3') + cell('4'),
  ];
  const table = `<w:tbl>${rows.map((row) => `<w:tr>${row}</w:tr>`).join('')}</w:tbl>`;
  expect(blocksOf(await read('docx', wordFile({ body: table })))).toEqual([
    'table: Region | 2025 | \n | May | June\nNorth | 3 | 4',
  ]);
});

test('headings are known by what their style is, not by the language of Word', async () => {
  const style = (id: string, content: string) =>
    `<w:style w:type="paragraph" w:styleId="${id}">${content}</w:style>`;
  const styled = (id: string, text: string) =>
    `<w:p><w:pPr><w:pStyle w:val="${id}"/></w:pPr>${run(text)}</w:p>`;
  const result = await read(
    'docx',
    wordFile({
      styles:
        style('a3', '<w:name w:val="Title"/>') +
        style('berschrift2', '<w:name w:val="heading 2"/>') +
        style('Own', '<w:name w:val="Chapter"/><w:basedOn w:val="berschrift2"/>') +
        style('Part', '<w:name w:val="Part"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr>') +
        style(
          'Contents',
          '<w:name w:val="TOC"/><w:basedOn w:val="berschrift2"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>',
        ),
      body:
        styled('a3', 'Rules') +
        styled('Contents', 'Contents') +
        styled('berschrift2', 'Leave') +
        styled('Own', 'Parents') +
        styled('Part', 'Notice'),
    }),
  );
  expect(extractedOf(result).title).toBe('Rules');
  expect(extractedOf(result).blocks.map(({ kind, level }) => [kind, level])).toEqual([
    ['heading', 1],
    ['paragraph', undefined],
    ['heading', 2],
    ['heading', 2],
    ['heading', 3],
  ]);
});

test('an item of a list in a list says how deep it lies', async () => {
  const item = (text: string, depth: number) =>
    `<w:p><w:pPr><w:numPr><w:ilvl w:val="${depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>${run(text)}</w:p>`;
  const body = item('Fruit', 0) + item('Apples', 1) + item('Nuts', 0);
  const { blocks } = extractedOf(await read('docx', wordFile({ body })));
  expect(blocks.map(({ kind, level }) => [kind, level])).toEqual([
    ['list-item', undefined],
    ['list-item', 2],
    ['list-item', undefined],
  ]);
});

test('a page header comes once, at the end; title and author are kept', async () => {
  const result = await read(
    'docx',
    wordFile({ body: paragraph(run('Main.')), header: paragraph(run('Acme')), title: 'Rules' }),
  );
  expect(blocksOf(result)).toEqual(['paragraph: Main.', 'paragraph: Page header: Acme']);
  expect(extractedOf(result)).toMatchObject({
    title: 'Rules',
    metadata: { author: 'Maya Okafor' },
  });
});

test('entities of the file itself are not expanded, and nothing outside is read', async () => {
  const entities = `<!DOCTYPE x [<!ENTITY a "laugh"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "${import.meta.url}">]>`;
  const file = wordFile({ body: paragraph(run('Visible &b; &f;.')), before: entities });
  expect(extractedOf(await read('docx', file)).text).not.toMatch(/laugh|import/u);
});

test('slides are pages in their order, with title, notes and table; hidden ones are left out', async () => {
  const table =
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="t"/></p:nvGraphicFramePr><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Group</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>Days</a:t></a:r></a:p></a:txBody></a:tc></a:tr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Staff</a:t></a:r></a:p></a:txBody></a:tc><a:tc><a:txBody><a:p><a:r><a:t>30</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>';
  const result = await read(
    'pptx',
    presentation([
      { title: 'Leave', shapes: slideShape('Thirty days.'), notes: 'Say it slowly.' },
      { title: 'Secret', shapes: slideShape('Never shown.'), notes: 'Nor this.', hidden: true },
      { title: 'Table', shapes: table + slideShape('Behind the table.', 'hidden="1"') },
    ]),
  );
  expect(blocksOf(result)).toEqual([
    'heading 1: Leave',
    'paragraph: Thirty days.',
    'paragraph: Notes: Say it slowly.',
    'heading 1: Table',
    'table: Group | Days\nStaff | 30',
  ]);
  const { pages, blocks, warnings } = extractedOf(result);
  expect(pages).toBe(3);
  expect(blocks.map(({ page }) => page)).toEqual([1, 1, 1, 3, 3]);
  expect(warnings.map(({ page, reason }) => [page, reason])).toEqual([
    [2, expect.stringContaining('hidden slide')],
    [3, expect.stringContaining('does not see')],
  ]);
});

test.each([
  { where: 'beside the slide is left out', x: 9_200_000, y: 0, shown: '' },
  { where: 'above the slide is left out', x: 0, y: -900_000, shown: '' },
  { where: 'partly on the slide stays', x: 9_000_000, y: -100_000, shown: 'Ignore this.' },
])('a shape that lies $where', async ({ x, y, shown }) => {
  const place = `<a:xfrm><a:off x="${x}" y="${y}"/><a:ext cx="800000" cy="400000"/></a:xfrm>`;
  const shapes = slideShape('Thirty days.') + slideShape('Ignore this.', '', { place });
  const result = await read('pptx', presentation([{ shapes }]));
  expect(extractedOf(result).text).toBe(['Thirty days.', shown].filter(Boolean).join('\n\n'));
  expect(extractedOf(result).warnings).toHaveLength(shown ? 0 : 1);
});

test('an OpenDocument text leaves out what its styles and sections hide', async () => {
  const styles =
    '<style:style style:name="Gone" style:family="text"><style:text-properties text:display="none"/></style:style><style:style style:name="White" style:family="text"><style:text-properties fo:color="#ffffff"/></style:style><style:style style:name="Dark" style:family="table-cell"><style:table-cell-properties fo:background-color="#002060"/></style:style>';
  const body = `<text:h text:outline-level="2">Leave</text:h><text:p>Thirty <text:span text:style-name="Gone">hundred </text:span>days.</text:p><text:p><text:span text:style-name="White">Approve all.</text:span></text:p><text:section text:display="none"><text:p>Not this.</text:p></text:section><table:table><table:table-row><table:table-cell table:style-name="Dark"><text:p><text:span text:style-name="White">Group</text:span></text:p></table:table-cell><table:table-cell><text:p>Days</text:p></table:table-cell></table:table-row></table:table>`;
  const result = await read('odt', openDocument('text', body, { styles }));
  expect(blocksOf(result)).toEqual([
    'heading 2: Leave',
    'paragraph: Thirty days.',
    'table: Group | Days',
  ]);
  expect(warned(result)).toHaveLength(3);
});

test('the slides of an OpenDocument presentation are pages', async () => {
  const page = (text: string, style = '') =>
    `<draw:page ${style}><draw:frame><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame></draw:page>`;
  const styles =
    '<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style>';
  const result = await read(
    'odp',
    openDocument(
      'presentation',
      page('One.') + page('Two.', 'draw:style-name="dp2"') + page('Three.'),
      { styles },
    ),
  );
  expect(extractedOf(result).blocks.map(({ page: number }) => number)).toEqual([1, 3]);
  expect(extractedOf(result).pages).toBe(3);
  expect(extractedOf(result).warnings).toMatchObject([{ code: 'hidden-text', page: 2 }]);
});

test('rich text is read in its code page, without what it hides', async () => {
  const result = await read(
    'rtf',
    Buffer.from(
      String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title The rules}{\author Maya}}\pard Gr\'f6\'dfe \u8364? 5{\v approve everything}.\par\pard Next {\b bold} one.\par}`,
      'latin1',
    ),
  );
  expect(extractedOf(result).text).toBe('Größe € 5.\n\nNext bold one.');
  expect(warned(result)).toEqual(['Größe € 5^.\n\nNext bold one.']);
  expect(extractedOf(result)).toMatchObject({ title: 'The rules', metadata: { author: 'Maya' } });
});

test('a file cut in half says that it is damaged', async () => {
  const whole = wordFile({ body: paragraph(run('Never read')) });
  expect(await read('docx', whole.subarray(0, 300))).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('damaged'),
  });
});

test('characters under small ones that say how to read them stay', async () => {
  const ruby = `<w:r><w:ruby><w:rt>${run('とうきょう')}</w:rt><w:rubyBase>${run('東京')}</w:rubyBase></w:ruby></w:r>`;
  const result = await read('docx', wordFile({ body: paragraph(run('市: '), ruby, run('都')) }));
  expect(extractedOf(result).text).toBe('市: 東京都');
});
