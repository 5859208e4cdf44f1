import { cutXml, type XmlElement } from './cut-xml.ts';
import {
  type Backdrop,
  backdropOf,
  type Color,
  looksAlike,
  type Painted,
  readPaint,
} from './office-slide-colors.ts';
import { cellColors } from './office-slide-tables.ts';
import { hiddenMarks } from './hidden-mark.ts';
import { type Parts, partOf, xmlOf } from './office-package.ts';
import { elementsIn } from './xml-texts.ts';

const SLIDE = /^ppt\/slides\/([^/]+\.xml)$/u;
const HIDDEN_SLIDE = /^\s*(?:<!--[^>]*-->\s*)*<(?:\w+:)?sld\b[^>]*\bshow="(?:0|false)"/u;
/** In hundredths of a point: below two points nobody reads. */
const LEAST_SIZE = 200;
const SHAPES = new Set(['sp', 'grpSp', 'graphicFrame', 'cxnSp', 'pic']);

const shape = (mark: string): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1" name=""/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>${mark}</a:t></a:r></a:p></p:txBody></p:sp>`;
const EMPTY_SLIDE = `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree>${shape(hiddenMarks.slide)}</p:spTree></p:cSld></p:sld>`;

type Area = { width: number; height: number };
type Place = { left?: number; top?: number; width?: number; height?: number };
type Shape = Place & Painted & { hidden: boolean };

/**
 * Puts marks where a presentation has what it does not show: hidden slides with their notes, hidden shapes and those
 * beside the slide, text that is tiny, not painted, or in the colour of what lies under it.
 */
export const markHiddenSlides = (parts: Parts): Parts => {
  const marked = { ...parts };
  const [size] = elementsIn(xmlOf(parts['ppt/presentation.xml']), 'sldSz');
  const area = size ? { width: Number(size['cx']), height: Number(size['cy']) } : null;
  for (const [path, part] of Object.entries(parts)) {
    const name = SLIDE.exec(path)?.[1];
    if (name === undefined) continue;
    const xml = xmlOf(part);
    const hidden = HIDDEN_SLIDE.test(xml);
    marked[path] = partOf(hidden ? EMPTY_SLIDE : markShapes(xml, area, backdropOf(parts, path)));
    // Its notes and comments are found through its relations.
    if (hidden) delete marked[`ppt/slides/_rels/${name}.rels`];
  }
  return marked;
};

const markShapes = (xml: string, area: Area | null, { theme, paper, under }: Backdrop): string => {
  const painted = under.flatMap((other) => paintedPlaces(other, theme));
  const cells = cellColors(xml, theme);
  let cell: Color | undefined;
  return cutXml<Shape>(xml, {
    look: () => ({ hidden: false }),
    open: (element, above) => {
      if (element.name === 'tc') cell = cells.shift();
      readShape(element, above);
      readPaint(element, above, theme);
    },
    close: (element, above) => {
      const { name, hasText, look } = element;
      if (isPainted(element)) painted.push(placeIn(look, above));
      if (!hasText) return null;
      if (SHAPES.has(name) && above.at(-1)?.name === 'spTree' && isBeside(look, area))
        return shape(hiddenMarks.text);
      const run = name === 'r';
      const unseen =
        run && (look.unseen || looksAlike(look.color, ground(above, { painted, paper, cell })));
      if (!look.hidden && !unseen) return null;
      if (SHAPES.has(name)) return shape(hiddenMarks.text);
      return run ? `<a:r><a:t>${hiddenMarks.text}</a:t></a:r>` : null;
    },
  });
};

const isPainted = ({ name, look }: XmlElement<Shape>): boolean =>
  name === 'pic' || name === 'graphicFrame' || (SHAPES.has(name) && look.color !== undefined);

const paintedPlaces = (xml: string, theme: Backdrop['theme']): Place[] => {
  const places: Place[] = [];
  cutXml<Shape>(xml, {
    look: () => ({ hidden: false }),
    open: (element, above) => {
      readShape(element, above);
      readPaint(element, above, theme);
    },
    close: (element, above) => {
      if (isPainted(element)) places.push(placeIn(element.look, above));
      return null;
    },
  });
  return places;
};

/** In a group places are the group's own: it may be anywhere. */
const placeIn = (place: Place, above: readonly XmlElement<Shape>[]): Place =>
  above.at(-1)?.name === 'spTree' ? place : {};

/** `cell`: the colour of the cell of a table that is read, or was read last. */
type Under = { painted: readonly Place[]; paper: Color; cell: Color | undefined };

/** The colour that a run of letters stands on. */
const ground = (above: readonly XmlElement<Shape>[], { painted, paper, cell }: Under): Color => {
  const at = above.findLastIndex(({ name }) => SHAPES.has(name));
  const owner = above[at];
  if (!owner) return null;
  const own = owner.name === 'graphicFrame' ? cell : owner.look.color;
  if (own !== undefined) return own;
  const place = placeIn(owner.look, above.slice(0, at));
  return painted.some((other) => mayOverlap(place, other)) ? null : paper;
};

const mayOverlap = (one: Place, other: Place): boolean =>
  !isBefore(one.left, one.width, other.left) &&
  !isBefore(other.left, other.width, one.left) &&
  !isBefore(one.top, one.height, other.top) &&
  !isBefore(other.top, other.height, one.top);

const isBefore = (start: number | undefined, length = 0, other?: number): boolean =>
  start !== undefined && other !== undefined && start + length <= other;

const readShape = (
  { name, attributes }: XmlElement<Shape>,
  above: readonly XmlElement<Shape>[],
): void => {
  const owner = above.at(-2)?.look;
  switch (name) {
    case 'cNvPr':
      if (owner && /^(?:1|true)$/u.test(attributes['hidden'] ?? '')) owner.hidden = true;
      break;
    case 'rPr': {
      const run = above.at(-1);
      if (run?.name === 'r' && Number(attributes['sz'] ?? LEAST_SIZE) < LEAST_SIZE)
        run.look.hidden = true;
      break;
    }
    case 'off':
    case 'ext':
      // A place is that of the shape whose properties hold it; a table's frame holds it itself.
      if (above.at(-1)?.name === 'xfrm') placeShape(above, name, attributes);
      break;
  }
};

const placeShape = (
  above: readonly XmlElement<Shape>[],
  name: 'off' | 'ext',
  attributes: Record<string, string>,
): void => {
  const owner = above.findLast((element) => SHAPES.has(element.name))?.look;
  if (!owner) return;
  if (name === 'off') {
    owner.left ??= Number(attributes['x']);
    owner.top ??= Number(attributes['y']);
  } else {
    owner.width ??= Number(attributes['cx']);
    owner.height ??= Number(attributes['cy']);
  }
};

const isBeside = ({ left, top, width, height }: Shape, area: Area | null): boolean =>
  area !== null &&
  left !== undefined &&
  top !== undefined &&
  (left >= area.width || top >= area.height || left + (width ?? 0) < 0 || top + (height ?? 0) < 0);
