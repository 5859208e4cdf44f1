import { cutXml } from './cut-xml.ts';
import { type Parts, partOf, xmlOf } from './office-package.ts';

/** `level`: what its outline level says; null: none of the outline. Absent: it says nothing of its own. */
type Style = { id: string; name: string; basedOn: string | null; level?: number | null };

const STYLE_DEPTH = 20;
const BODY = 9;
const USED_STYLE = /(?<=<(?:\w+:)?pStyle\b[^>]{0,200}\bval=")[^"]*/gu;

/**
 * Gives headings the ids that the reader of the tree knows them by. Word names styles in the language
 * of its user ("berschrift1", "1"); what a style is called inside, what it is based on, its outline level tell.
 */
export const nameHeadings = (parts: Parts): Parts => {
  const document = parts['word/document.xml'];
  const names = headingNames(xmlOf(parts['word/styles.xml']));
  if (!document || names.size === 0) return parts;
  const xml = xmlOf(document).replaceAll(USED_STYLE, (id) => names.get(id) ?? id);
  return { ...parts, 'word/document.xml': partOf(xml) };
};

const headingNames = (xml: string): Map<string, string> => {
  const styles = readStyles(xml);
  const names = new Map<string, string>();
  for (const { id, name } of styles.values()) {
    const level = levelOf(styles, id);
    if (/^title$/iu.test(name)) names.set(id, 'Title');
    else if (level !== null) names.set(id, `Heading${level}`);
  }
  return names;
};

const levelOf = (styles: ReadonlyMap<string, Style>, id: string, depth = 0): number | null => {
  const style = styles.get(id);
  if (!style || depth > STYLE_DEPTH) return null;
  if (style.level !== undefined) return style.level;
  const [, named] = /^heading (\d)$/iu.exec(style.name) ?? [];
  if (named !== undefined) return Number(named);
  return style.basedOn === null ? null : levelOf(styles, style.basedOn, depth + 1);
};

const readStyles = (xml: string): Map<string, Style> => {
  const styles = new Map<string, Style>();
  cutXml<Style>(xml, {
    look: ({ attributes }) => ({ id: attributes['styleId'] ?? '', name: '', basedOn: null }),
    open: ({ name, attributes }, above) => {
      const style = above.find((element) => element.name === 'style')?.look;
      if (!style) return;
      const value = attributes['val'] ?? '';
      if (name === 'name') style.name = value;
      else if (name === 'basedOn') style.basedOn = value;
      else if (name === 'outlineLvl') style.level = Number(value) < BODY ? Number(value) + 1 : null;
    },
    close: ({ name, look, attributes }) => {
      if (name === 'style' && attributes['type'] !== 'character') styles.set(look.id, look);
      return null;
    },
  });
  return styles;
};
