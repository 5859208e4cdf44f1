import { posix } from 'node:path';
import { cutXml, type XmlElement } from './cut-xml.ts';
import { type Parts, xmlOf } from './office-package.ts';
import { elementsIn } from './xml-texts.ts';

/** Six hexadecimal digits; null: several colours, a picture, or one that is not known. */
export type Color = string | null;

/** Of a shape or a run of letters. Absent: it says nothing of its own. */
export type Painted = { color?: Color; unseen?: boolean; outlined?: boolean };

/** What stands behind the shapes of a slide. */
export type Backdrop = {
  /** Colours by their names in the theme. */
  theme: ReadonlyMap<string, string>;
  paper: Color;
  /** Master and layout, which may paint anything. */
  under: string[];
};

const FILLS = new Set(['gradFill', 'blipFill', 'pattFill', 'grpFill']);
const COLORS = new Set(['srgbClr', 'schemeClr', 'sysClr', 'prstClr', 'hslClr', 'scrgbClr']);
const HOLDERS = new Set(['rPr', 'spPr', 'bgPr', 'grpSpPr', 'tcPr']);
/** In thousandths of a percent: less is not seen. */
const LEAST_OPAQUE = 10_000;
/** Of 255: less is one colour to the eye. */
const LEAST_CONTRAST = 10;

/** Looks at one element, and says of the run, shape or background that it belongs to how that is painted. */
export const readPaint = <Look extends Painted>(
  { name, attributes }: XmlElement<Look>,
  above: readonly XmlElement<Look>[],
  theme: ReadonlyMap<string, string>,
): void => {
  const [owner, holder, fill] = above.slice(-3);
  const [outer, inner] = above.slice(-2);
  if (outer && inner && HOLDERS.has(inner.name)) {
    if (FILLS.has(name)) outer.look.color = null;
    if (name === 'ln') outer.look.outlined = true;
    if (name === 'noFill' && inner.name === 'rPr' && !outer.look.outlined) outer.look.unseen = true;
  }
  if (outer && inner?.name === 'bgRef') outer.look.color = colorOf(name, attributes, theme);
  if (name === 'fillRef' && outer && inner?.name === 'style' && attributes['idx'] !== '0')
    if (outer.look.color === undefined) outer.look.color = null;
  if (!owner || !holder || !fill) return;
  if (COLORS.has(name) && fill.name === 'solidFill' && HOLDERS.has(holder.name))
    owner.look.color = colorOf(name, attributes, theme);
  if (COLORS.has(fill.name) && holder.name === 'solidFill') changeColor(name, attributes, above);
};

/** A colour may be made lighter, darker or transparent. */
const changeColor = <Look extends Painted>(
  change: string,
  attributes: Record<string, string>,
  above: readonly XmlElement<Look>[],
): void => {
  const [owner, holder] = above.slice(-4);
  if (!owner || !holder || !HOLDERS.has(holder.name)) return;
  owner.look.color = null;
  if (change === 'alpha' && holder.name === 'rPr' && Number(attributes['val']) < LEAST_OPAQUE)
    owner.look.unseen = true;
};

const colorOf = (
  kind: string,
  { val = '', lastClr }: Record<string, string>,
  theme: ReadonlyMap<string, string>,
): Color => {
  if (kind === 'srgbClr') return val.toUpperCase();
  if (kind === 'sysClr') return lastClr?.toUpperCase() ?? null;
  return (kind === 'schemeClr' && theme.get(val)) || null;
};

export const looksAlike = (one: Color | undefined, other: Color | undefined): boolean =>
  typeof one === 'string' &&
  typeof other === 'string' &&
  [0, 2, 4].every((at) => Math.abs(part(one, at) - part(other, at)) < LEAST_CONTRAST);

const part = (color: string, at: number): number => Number.parseInt(color.slice(at, at + 2), 16);

/** Follows a slide to its layout, master and theme. */
export const backdropOf = (parts: Parts, slide: string): Backdrop => {
  const layout = related(parts, slide, 'slideLayout');
  const master = related(parts, layout, 'slideMaster');
  const theme = themeOf(xmlOf(parts[related(parts, master, 'theme')]), xmlOf(parts[master]));
  const [own = '', ...under] = [slide, layout, master].map((path) => xmlOf(parts[path]));
  const papers = [own, ...under].map((xml) => paperOf(xml, theme));
  const remapped = [own, ...under].some((xml) => xml.includes('overrideClrMapping'));
  const paper = papers.find((color) => color !== undefined);
  return {
    theme: remapped ? new Map() : theme,
    paper: paper === undefined ? 'FFFFFF' : paper,
    under,
  };
};

const related = (parts: Parts, path: string, type: string): string => {
  const folder = posix.dirname(path);
  const relations = xmlOf(parts[`${folder}/_rels/${posix.basename(path)}.rels`]);
  const found = elementsIn(relations, 'Relationship').find(({ Type = '' }) =>
    Type.endsWith(`/${type}`),
  );
  return found ? posix.resolve('/', folder, found['Target'] ?? '').slice(1) : '';
};

const themeOf = (theme: string, master: string): Map<string, string> => {
  const colors = new Map<string, string>();
  cutXml(theme, {
    look: () => null,
    open: ({ name, attributes }, above) => {
      const color = colorOf(name, attributes, colors);
      const named = above.at(-1)?.name;
      if (color && named && above.at(-2)?.name === 'clrScheme') colors.set(named, color);
    },
    close: () => null,
  });
  const [map = {}] = elementsIn(master, 'clrMap');
  for (const [name, meant] of Object.entries(map)) {
    const color = colors.get(meant);
    if (color) colors.set(name, color);
  }
  return colors;
};

const paperOf = (xml: string, theme: ReadonlyMap<string, string>): Color | undefined => {
  let paper: Color | undefined;
  cutXml<Painted>(xml, {
    look: () => ({}),
    open: (element, above) => readPaint(element, above, theme),
    close: ({ name, look }) => {
      if (name === 'bg') paper = look.color ?? null;
      return null;
    },
  });
  return paper;
};
