import { Parser } from 'htmlparser2';

/** An element while it is read; `look` is what is known about the text in it. Names without their prefix. */
export type XmlElement<Look> = {
  name: string;
  attributes: Record<string, string>;
  start: number;
  hasText: boolean;
  look: Look;
};

export type XmlCuts<Look> = {
  look(element: { name: string; attributes: Record<string, string> }): Look;
  /** Called when an element opens, with those that it stands in, the nearest last. */
  open?(element: XmlElement<Look>, above: readonly XmlElement<Look>[]): void;
  /** When it ends: what to put in its place, or null to leave it. */
  close(element: XmlElement<Look>, above: readonly XmlElement<Look>[]): string | null;
};

type Cut = { start: number; end: number; replacement: string };

/** Replaces elements of an XML text by others, and leaves every other character as it is. Nothing is expanded. */
export const cutXml = <Look>(xml: string, cuts: XmlCuts<Look>): string => {
  const made: Cut[] = [];
  const open: XmlElement<Look>[] = [];
  const parser = new Parser(
    {
      onopentag: (qualified, given) => {
        const name = localName(qualified);
        const attributes = withLocalNames(given);
        const element = {
          name,
          attributes,
          start: parser.startIndex,
          hasText: false,
          look: cuts.look({ name, attributes }),
        };
        cuts.open?.(element, open);
        open.push(element);
      },
      ontext: (text) => {
        const element = open.at(-1);
        if (element && text.trim() !== '') element.hasText = true;
      },
      onclosetag: () => {
        const element = open.pop();
        if (!element) return;
        const above = open.at(-1);
        if (above && element.hasText) above.hasText = true;
        const replacement = cuts.close(element, open);
        if (replacement === null) return;
        while ((made.at(-1)?.start ?? -1) >= element.start) made.pop();
        made.push({ start: element.start, end: parser.endIndex + 1, replacement });
      },
    },
    { xmlMode: true, decodeEntities: false },
  );
  parser.end(xml);
  return apply(xml, made);
};

const apply = (xml: string, cuts: readonly Cut[]): string => {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, replacement } of cuts) {
    pieces.push(xml.slice(at, start), replacement);
    at = end;
  }
  return cuts.length === 0 ? xml : pieces.join('') + xml.slice(at);
};

export const localName = (qualified: string): string => qualified.slice(qualified.indexOf(':') + 1);

const withLocalNames = (attributes: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [localName(name), value]));
