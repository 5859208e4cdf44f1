import { cutXml, type XmlElement } from './cut-xml.ts';
import { hiddenMarks } from './hidden-mark.ts';
import { type Parts, partOf, xmlOf } from './office-package.ts';

/** What a style says of text, as far as it can hide it. Absent: as the style above it says. */
type Look = { hidden?: boolean; white?: boolean; filled?: boolean };
type Style = { id: string; basedOn: string | null; look: Look };
type Styles = ReadonlyMap<string, Look>;
/** `mixed`: something in it has a colour of its own. */
type Shown = Look & { mixed?: boolean };

const STYLE_DEPTH = 20;
const WHITE = /^#f{6}$/iu;
const TINY = /^[01](?:\.\d+)?pt$/u;
const NO_FILL = /^(?:transparent|#f{6})$/iu;
const PARAGRAPHS = new Set(['p', 'h']);

/** Puts marks where an OpenDocument text or presentation has what it does not show. */
export const markHiddenOpenDocument = (parts: Parts): Parts => {
  const content = xmlOf(parts['content.xml']);
  const styles = readStyles([xmlOf(parts['styles.xml']), content]);
  return { ...parts, 'content.xml': partOf(markElements(content, styles)) };
};

const markElements = (xml: string, styles: Styles): string =>
  cutXml<Shown>(xml, {
    look: ({ attributes }) => ({
      ...styles.get(attributes['style-name'] ?? ''),
      ...(attributes['display'] === 'none' && { hidden: true }),
    }),
    open: ({ name, look }, above) => {
      if (name !== 'span' || look.white !== false) return;
      const paragraph = above.findLast((element) => PARAGRAPHS.has(element.name));
      if (paragraph) paragraph.look.mixed = true;
    },
    close: (element, above) =>
      element.hasText && (isUnread(element) || isHidden(element, above)) ? markFor(element) : null,
  });

const isUnread = ({ name }: XmlElement<Shown>): boolean =>
  name === 'hidden-text' || name === 'hidden-paragraph';

const isHidden = (
  { name, look }: XmlElement<Shown>,
  above: readonly XmlElement<Shown>[],
): boolean => {
  if (look.hidden) return true;
  if (!look.white || look.filled || look.mixed) return false;
  // On a slide or in a drawing white may well be seen.
  const onColor = above.some((element) => element.look.filled || element.name === 'frame');
  return !onColor && (name === 'span' || PARAGRAPHS.has(name));
};

const markFor = ({ name }: XmlElement<Shown>): string | null => {
  switch (name) {
    case 'span':
    case 'hidden-text':
    case 'hidden-paragraph':
      return hiddenMarks.text;
    case 'p':
    case 'h':
    case 'section':
      return `<text:p>${hiddenMarks.text}</text:p>`;
    case 'page':
      return `<draw:page><draw:frame><draw:text-box><text:p>${hiddenMarks.slide}</text:p></draw:text-box></draw:frame></draw:page>`;
    default:
      return null;
  }
};

const readStyles = (xmls: readonly string[]): Styles => {
  const own = new Map<string, Style>();
  for (const xml of xmls) {
    cutXml<Style>(xml, {
      look: ({ attributes }) => ({
        id: attributes['name'] ?? '',
        basedOn: attributes['parent-style-name'] ?? null,
        look: {},
      }),
      open: ({ name, attributes }, above) => {
        const style = above.at(-1);
        if (style?.name === 'style' && name.endsWith('-properties'))
          Object.assign(style.look.look, lookOf(attributes));
      },
      close: ({ name, look }) => {
        if (name === 'style') own.set(look.id, look);
        return null;
      },
    });
  }
  return new Map([...own.keys()].map((id) => [id, inherited(own, id)]));
};

const lookOf = (attributes: Record<string, string>): Look => {
  const { display, visibility, color } = attributes;
  const background = attributes['background-color'];
  const unseen =
    display === 'none' || visibility === 'hidden' || TINY.test(attributes['font-size'] ?? '');
  return {
    ...(unseen && { hidden: true }),
    ...(color !== undefined && { white: WHITE.test(color) }),
    ...(background !== undefined && { filled: !NO_FILL.test(background) }),
  };
};

const inherited = (own: ReadonlyMap<string, Style>, id: string, depth = 0): Look => {
  const style = own.get(id);
  if (!style || depth > STYLE_DEPTH) return {};
  const above = style.basedOn === null ? {} : inherited(own, style.basedOn, depth + 1);
  return { ...above, ...style.look };
};
