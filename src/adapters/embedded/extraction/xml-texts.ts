import { Parser } from 'htmlparser2';
import { localName } from './cut-xml.ts';

/** The text of each element of a small XML file, by its name without prefix; the first of each name. */
export const textsIn = (xml: string): Map<string, string> => {
  const texts = new Map<string, string>();
  let name = '';
  let text = '';
  const parser = new Parser(
    {
      onopentag: (qualified) => {
        name = localName(qualified);
        text = '';
      },
      ontext: (piece) => {
        text += piece;
      },
      onclosetag: () => {
        if (text.trim() !== '' && !texts.has(name)) texts.set(name, text.trim());
        text = '';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return texts;
};

/** Each element with this name, by its attributes. */
export const elementsIn = (xml: string, wanted: string): Record<string, string>[] => {
  const found: Record<string, string>[] = [];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        if (localName(name) === wanted) found.push(attributes);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return found;
};

export const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
