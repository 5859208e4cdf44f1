import { expect, test } from 'vitest';
import { blocksOf, extractedOf } from '../../../../testing/fixtures/blocks.ts';
import { presentation, wordFile } from '../../../../testing/fixtures/office-files.ts';
import { readOffice } from './office.ts';

const readSlides = (shapes: string, extra: Record<string, string> = {}) =>
  readOffice('pptx', { bytes: presentation([{ title: 'Leave', shapes }], extra) });

const relationTo = (type: string, target: string) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`;
const points = (...values: string[]) =>
  values.map((value, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join('');
const chart = `<c:chartSpace><c:chart><c:title><c:tx><a:p><a:r><a:t>Days &amp; </a:t></a:r><a:r><a:t>nights</a:t></a:r></a:p></c:tx></c:title><c:ser><c:tx>${points('Staff')}</c:tx><c:cat>${points('2024', '2025')}</c:cat><c:val>${points('28', '30')}</c:val></c:ser><c:ser><c:tx>${points('Interns')}</c:tx><c:val>${points('15')}</c:val></c:ser></c:chart></c:chartSpace>`;

test('a chart gives its names and numbers where it is shown', async () => {
  const drawing =
    '<w:drawing xmlns:a="a" xmlns:c="c" xmlns:r="r"><a:graphic><a:graphicData><c:chart r:id="rId9"/></a:graphicData></a:graphic></w:drawing>';
  const bytes = wordFile({
    body: `<w:p><w:r><w:t>See below.</w:t></w:r><w:r>${drawing}</w:r></w:p><w:p><w:r><w:t>Ends.</w:t></w:r></w:p>`,
    extra: {
      'word/_rels/document.xml.rels': relationTo('chart', 'charts/chart1.xml'),
      'word/charts/chart1.xml': chart,
    },
  });
  expect(blocksOf(await readOffice('docx', { bytes }))).toEqual([
    'paragraph: See below.',
    'table: Days & nights | Staff | Interns\n2024 | 28 | 15\n2025 | 30 | ',
    'paragraph: Ends.',
  ]);
});

test('a diagram on a slide gives its words', async () => {
  const diagram = '<dgm:pt><a:p><a:r><a:t>Ask first</a:t></a:r></a:p></dgm:pt>';
  const result = await readSlides(
    '<p:graphicFrame><a:graphic><a:graphicData><dgm:relIds r:dm="rId9"/></a:graphicData></a:graphic></p:graphicFrame>',
    {
      'ppt/slides/_rels/slide1.xml.rels': relationTo('diagramData', '../diagrams/data1.xml'),
      'ppt/diagrams/data1.xml': `<dgm:dataModel>${diagram}</dgm:dataModel>`,
    },
  );
  expect(blocksOf(result)).toEqual(['heading 1: Leave', 'table: Ask first']);
});

const fill = (color: string) => `<a:solidFill><a:srgbClr val="${color}"/></a:solidFill>`;
const place = (x: number) => `<a:xfrm><a:off x="${x}" y="0"/><a:ext cx="1000" cy="1000"/></a:xfrm>`;
const colored = (text: string, color: string, properties = '') =>
  `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/></p:nvSpPr><p:spPr>${properties}</p:spPr><p:txBody><a:p><a:r><a:rPr>${color}</a:rPr><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;

test.each([
  ['white on the slide', colored('No.', fill('FFFFFF'), place(0))],
  ['nearly white', colored('No.', fill('FAFAFA'))],
  ['blue on blue', colored('No.', fill('002060'), fill('002060'))],
  ['not painted', colored('No.', '<a:noFill/>')],
  [
    'transparent',
    colored(
      'No.',
      '<a:solidFill><a:srgbClr val="000000"><a:alpha val="0"/></a:srgbClr></a:solidFill>',
    ),
  ],
  [
    'white beside what is painted',
    `${colored('', '', place(5000) + fill('002060'))}${colored('No.', fill('FFFFFF'), place(0))}`,
  ],
])('text on a slide that is %s is left out and warned of', async (_, shapes) => {
  const result = await readSlides(shapes);
  expect(extractedOf(result).text).toBe('Leave');
  expect(extractedOf(result).warnings).toMatchObject([{ code: 'hidden-text', page: 1 }]);
});

test.each([
  ['white on blue', colored('Yes.', fill('FFFFFF'), fill('002060'))],
  ['white on a gradient', colored('Yes.', fill('FFFFFF'), '<a:gradFill/>')],
  [
    'white over what is painted',
    `${colored('', '', place(500) + fill('002060'))}${colored('Yes.', fill('FFFFFF'), place(0))}`,
  ],
  ['white over a picture', `<p:pic><p:spPr/></p:pic>${colored('Yes.', fill('FFFFFF'))}`],
  ['outlined', colored('Yes.', '<a:ln/><a:noFill/>')],
  ['black', colored('Yes.', fill('000000'))],
])('text on a slide that is %s stays', async (_, shapes) => {
  const result = await readSlides(shapes);
  expect(extractedOf(result).text).toBe('Leave\n\nYes.');
  expect(extractedOf(result).warnings).toEqual([]);
});

const table = (color: string, cell: string, style = '') =>
  `<p:graphicFrame><p:xfrm><a:off x="0" y="0"/><a:ext cx="1000" cy="1000"/></p:xfrm><a:graphic><a:graphicData><a:tbl><a:tblPr>${style}</a:tblPr><a:tr><a:tc><a:txBody><a:p><a:r><a:t>Staff</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc><a:tc><a:txBody><a:p><a:r><a:rPr>${color}</a:rPr><a:t>Words</a:t></a:r></a:p></a:txBody><a:tcPr>${cell}</a:tcPr></a:tc></a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
const styled = (id: string) => `<a:tableStyleId>{${id}}</a:tableStyleId>`;
const PAINTED = styled('5C22544A-7EE6-4342-B048-85BDC9FD1C3A');

test.each([
  ['white on the slide', table(fill('FFFFFF'), '')],
  [
    'white in a style without colours',
    table(fill('FFFFFF'), '', styled('5940675A-B579-460E-94D1-54222C63F5DA')),
  ],
  ['white in a cell that is not painted', table(fill('FFFFFF'), '<a:noFill/>', PAINTED)],
  ['blue on blue', table(fill('002060'), fill('002060'), PAINTED)],
])('text in a table on a slide that is %s is left out and warned of', async (_, shapes) => {
  const { text, warnings } = extractedOf(await readSlides(shapes));
  expect(text).toContain('Staff');
  expect(text).not.toContain('Words');
  expect(warnings).toMatchObject([{ code: 'hidden-text', page: 1 }]);
});

test.each([
  ['white in a style that may paint its cells', table(fill('FFFFFF'), '', PAINTED)],
  ['white on blue', table(fill('FFFFFF'), fill('002060'))],
  ['white over a picture', `<p:pic><p:spPr/></p:pic>${table(fill('FFFFFF'), '')}`],
  ['black', table(fill('000000'), '')],
])('text in a table on a slide that is %s stays', async (_, shapes) => {
  const { text, warnings } = extractedOf(await readSlides(shapes));
  expect(text).toContain('Staff | Words');
  expect(warnings).toEqual([]);
});

test('the colours of a slide are those of its theme, its paper that of its layout', async () => {
  const shapes =
    colored('No.', '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>', place(0)) +
    colored('Yes.', fill('FFFFFF'), place(2000));
  const result = await readSlides(shapes, {
    'ppt/slides/_rels/slide1.xml.rels': relationTo('slideLayout', '../slideLayouts/l.xml'),
    'ppt/slideLayouts/l.xml':
      '<p:sldLayout><p:bg><p:bgPr><a:solidFill><a:srgbClr val="002060"/></a:solidFill></p:bgPr></p:bg></p:sldLayout>',
    'ppt/slideLayouts/_rels/l.xml.rels': relationTo('slideMaster', '../slideMasters/m.xml'),
    'ppt/slideMasters/m.xml': '<p:sldMaster><p:clrMap bg1="lt1"/></p:sldMaster>',
    'ppt/slideMasters/_rels/m.xml.rels': relationTo('theme', '../theme/t.xml'),
    'ppt/theme/t.xml':
      '<a:theme><a:clrScheme><a:lt1><a:srgbClr val="002060"/></a:lt1></a:clrScheme></a:theme>',
  });
  expect(extractedOf(result).text).toBe('Leave\n\nYes.');
});
