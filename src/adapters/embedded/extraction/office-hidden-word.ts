import { cutXml, type XmlElement } from './cut-xml.ts';
import { hiddenMarks } from './hidden-mark.ts';
import { type Parts, partOf, xmlOf } from './office-package.ts';

/** How a run of text looks, as far as it can hide it. Absent: as the style says. */
type Look = { vanished?: boolean; color?: string; size?: number; filled?: boolean };
type Style = { look: Look; basedOn: string | null };
type Styles = Map<string, Look>;
type Element = XmlElement<Look & { style?: string }>;

const TEXT_PARTS = /^word\/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml$/u;
/** In half points: below two points nobody reads. */
const LEAST_SIZE = 4;
const STYLE_DEPTH = 20;
const NO_FILL = new Set(['auto', 'FFFFFF', 'ffffff', 'nil', 'clear', 'none']);
const WHITE = /^f{6}$/iu;
/** Its reader drops the hyphen at which no line may break. */
const HYPHEN = '<w:t>-</w:t>';
const MARK = `<w:r><w:t>${hiddenMarks.text}</w:t></w:r>`;

/** Puts marks where a Word file has text that it does not show: vanished, white on white, or too small to see. */
export const markHiddenWord = (parts: Parts): Parts => {
  const styles = readStyles(xmlOf(parts['word/styles.xml']));
  return Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [
      name,
      TEXT_PARTS.test(name) ? partOf(markRuns(xmlOf(part), styles)) : part,
    ]),
  );
};

/** Its reader drops the characters under the small ones that say how to read them. */
const RUBY =
  /<(?:\w+:)?ruby>[\s\S]{0,5000}?<(?:\w+:)?rubyBase>|<\/(?:\w+:)?rubyBase>\s*<\/(?:\w+:)?ruby>/gu;
const withoutRuby = (xml: string): string =>
  xml.includes('rubyBase>')
    ? xml.replaceAll(RUBY, (found) => (found.startsWith('</') ? '<w:r>' : '</w:r>'))
    : xml;

const markRuns = (source: string, styles: Styles): string => {
  const xml = withoutRuby(source);
  // A page that is not white by itself shows white text.
  const paper = /<(?:\w+:)?background\b/u.test(xml.slice(0, 5000));
  return cutXml<Look & { style?: string }>(xml, {
    look: () => ({}),
    open: readLook,
    close: (element, above) => {
      if (element.name === 'noBreakHyphen') return HYPHEN;
      if (element.name !== 'r' || !element.hasText) return null;
      return isHidden(effectiveLook(element, above, styles), paper || above.some(showsWhite))
        ? MARK
        : null;
    },
  });
};

const isHidden = ({ vanished, color, size, filled }: Look, onColor: boolean): boolean =>
  vanished === true ||
  (size !== undefined && size < LEAST_SIZE) ||
  (color !== undefined && WHITE.test(color) && !filled && !onColor);

/** A filled cell or paragraph, a table with a style that may fill it, a drawing: white may well be seen there. */
const showsWhite = ({ name, look }: Element): boolean =>
  name === 'txbxContent' || (look.filled === true && name !== 'r');

const effectiveLook = (run: Element, above: readonly Element[], styles: Styles): Look => {
  const paragraph = above.findLast(({ name }) => name === 'p');
  const styled = (style: string | undefined): Look =>
    style === undefined ? {} : (styles.get(style) ?? {});
  return { ...styled(paragraph?.look.style), ...styled(run.look.style), ...run.look };
};

/** What a property says goes to the run, paragraph, cell or table whose properties it stands in. */
const readLook = ({ name, attributes }: Element, above: readonly Element[]): void => {
  const properties = above.at(-1);
  const owner = above.at(-2);
  if (!owner || !properties || properties.name !== `${owner.name}Pr`) return;
  const value = attributes['val'] ?? '';
  switch (name) {
    case 'rStyle':
    case 'pStyle':
      owner.look.style = value;
      return;
    case 'tblStyle':
      if (!/^(?:TableGrid|TableNormal)$/u.test(value)) owner.look.filled = true;
      return;
    default:
      addProperty(owner.look, name, attributes);
  }
};

const addProperty = (look: Look, name: string, attributes: Record<string, string>): void => {
  const value = attributes['val'] ?? '';
  switch (name) {
    case 'vanish':
      look.vanished = !/^(?:0|false|off)$/u.test(value);
      break;
    case 'color':
      look.color = value;
      break;
    case 'sz':
      look.size = Number(value);
      break;
    case 'highlight':
      look.filled = value !== 'none' && value !== 'white';
      break;
    case 'shd':
      look.filled = !NO_FILL.has(attributes['fill'] ?? 'auto') || 'themeFill' in attributes;
      break;
  }
};

const readStyles = (xml: string): Styles => {
  const own = new Map<string, Style>();
  cutXml<Style & { id: string }>(xml, {
    look: ({ attributes }) => ({ id: attributes['styleId'] ?? '', look: {}, basedOn: null }),
    open: ({ name, attributes }, above) => {
      const style = above.find((element) => element.name === 'style');
      if (!style) return;
      if (name === 'basedOn') style.look.basedOn = attributes['val'] ?? null;
      // Of tables' styles, what they say of parts of a table is not what they say of the whole.
      const direct = above.at(-2) === style && /^[rp]Pr$/u.test(above.at(-1)?.name ?? '');
      if (direct) addProperty(style.look.look, name, attributes);
    },
    close: ({ name, look }) => {
      if (name === 'style') own.set(look.id, look);
      return null;
    },
  });
  return new Map([...own.keys()].map((id) => [id, inherited(own, id)]));
};

const inherited = (own: ReadonlyMap<string, Style>, id: string, depth = 0): Look => {
  const style = own.get(id);
  if (!style || depth > STYLE_DEPTH) return {};
  const above = style.basedOn === null ? {} : inherited(own, style.basedOn, depth + 1);
  return { ...above, ...style.look };
};
