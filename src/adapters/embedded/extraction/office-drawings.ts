import { posix } from 'node:path';
import { Parser } from 'htmlparser2';
import { cutXml, localName } from './cut-xml.ts';
import { type Parts, partOf, xmlOf } from './office-package.ts';
import { elementsIn, escapeXml } from './xml-texts.ts';

const DRAWN_ON = /^(?:ppt\/slides|word)\/[^/]+\.xml$/u;
const MOST_POINTS = 2000;

type Table = string[][];

const cell = {
  ppt: (text: string) =>
    `<a:tc><a:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></a:txBody></a:tc>`,
  word: (text: string) => `<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc>`,
};
const table = {
  ppt: (rows: string[]) => `<a:tbl>${rows.map((row) => `<a:tr>${row}</a:tr>`).join('')}</a:tbl>`,
  word: (rows: string[]) =>
    `<w:txbxContent><w:tbl>${rows.map((row) => `<w:tr>${row}</w:tr>`).join('')}</w:tbl></w:txbxContent>`,
};

/** Puts the words and numbers of charts and diagrams, which lie in parts of their own, where these are shown. */
export const describeDrawings = (parts: Parts): Parts => {
  const described = { ...parts };
  for (const [path, part] of Object.entries(parts)) {
    if (!DRAWN_ON.test(path)) continue;
    const folder = posix.dirname(path);
    const targets = targetsOf(xmlOf(parts[`${folder}/_rels/${posix.basename(path)}.rels`]), folder);
    if (targets.size === 0) continue;
    const kind = path.startsWith('ppt/') ? 'ppt' : 'word';
    const xml = cutXml(xmlOf(part), {
      look: () => null,
      close: ({ name, attributes }) => {
        const { id, dm } = attributes;
        const relation = name === 'chart' ? id : name === 'relIds' ? dm : undefined;
        const drawing = parts[targets.get(relation ?? '') ?? ''];
        if (!drawing) return null;
        const rows = name === 'chart' ? chartTable(xmlOf(drawing)) : diagramTable(xmlOf(drawing));
        return table[kind](
          rows.map((row) => row.map((text) => cell[kind](escapeXml(text))).join('')),
        );
      },
    });
    described[path] = partOf(xml);
  }
  return described;
};

const targetsOf = (relations: string, folder: string): Map<string, string> =>
  new Map(
    elementsIn(relations, 'Relationship')
      .filter(({ Type = '' }) => /\/(?:chart|diagramData)$/u.test(Type))
      .map(({ Id = '', Target = '' }) => [Id, posix.resolve('/', folder, Target).slice(1)]),
  );

const diagramTable = (xml: string): Table => readDrawing(xml).lines.map((line) => [line]);

/** Names of the series above, categories at the side; what the chart and its axes are called in the corner. */
const chartTable = (xml: string): Table => {
  const { lines, series } = readDrawing(xml);
  const [first] = series;
  const points = Math.min(MOST_POINTS, Math.max(0, ...series.map(({ values }) => values.length)));
  return [
    [lines.join(' – '), ...series.map(({ name }) => name)],
    ...Array.from({ length: points }, (_, point) => [
      first?.categories[point] ?? '',
      ...series.map(({ values }) => values[point] ?? ''),
    ]),
  ];
};

type Series = { name: string; categories: string[]; values: string[] };

const readDrawing = (xml: string): { lines: string[]; series: Series[] } => {
  const lines: string[] = [];
  const series: Series[] = [];
  const open: string[] = [];
  let line = '';
  let value = '';
  let point = 0;
  const addValue = (): void => {
    const last = series.at(-1);
    if (!last || point >= MOST_POINTS) return;
    if (open.includes('cat') || open.includes('xVal')) last.categories[point] ??= value;
    else if (open.includes('val') || open.includes('yVal')) last.values[point] = value;
    else if (open.includes('tx')) last.name += value;
  };
  const parser = new Parser(
    {
      onopentag: (qualified, attributes) => {
        const name = localName(qualified);
        open.push(name);
        if (name === 'ser') series.push({ name: '', categories: [], values: [] });
        if (name === 'pt') point = Number(attributes['idx'] ?? 0);
        if (name === 'v') value = '';
      },
      ontext: (text) => {
        if (open.at(-1) === 't') line += text;
        else if (open.at(-1) === 'v') value += text;
      },
      onclosetag: () => {
        const name = open.pop();
        if (name === 'v') addValue();
        if (name !== 'p') return;
        if (line.trim() !== '') lines.push(line.trim());
        line = '';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return { lines, series };
};
