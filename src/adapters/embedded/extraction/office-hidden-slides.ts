import { cutXml } from './cut-xml.ts';
import { hiddenMarks } from './hidden-mark.ts';
import { type Parts, partOf, xmlOf } from './office-package.ts';

const SLIDE = /^ppt\/slides\/([^/]+\.xml)$/u;
const HIDDEN_SLIDE = /^\s*(?:<!--[^>]*-->\s*)*<(?:\w+:)?sld\b[^>]*\bshow="(?:0|false)"/u;
/** In hundredths of a point: below two points nobody reads. */
const LEAST_SIZE = 200;
const SHAPES = new Set(['sp', 'grpSp', 'graphicFrame', 'cxnSp', 'pic']);

const shape = (mark: string): string =>
  `<p:sp><p:nvSpPr><p:cNvPr id="1" name=""/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>${mark}</a:t></a:r></a:p></p:txBody></p:sp>`;
const EMPTY_SLIDE = `<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:cSld><p:spTree>${shape(hiddenMarks.slide)}</p:spTree></p:cSld></p:sld>`;

/** Puts marks where a presentation has what it does not show: hidden slides with their notes, hidden shapes, tiny text. */
export const markHiddenSlides = (parts: Parts): Parts => {
  const marked = { ...parts };
  for (const [path, part] of Object.entries(parts)) {
    const name = SLIDE.exec(path)?.[1];
    if (name === undefined) continue;
    const xml = xmlOf(part);
    const hidden = HIDDEN_SLIDE.test(xml);
    marked[path] = partOf(hidden ? EMPTY_SLIDE : markShapes(xml));
    // Its notes and comments are found through its relations.
    if (hidden) delete marked[`ppt/slides/_rels/${name}.rels`];
  }
  return marked;
};

const markShapes = (xml: string): string =>
  cutXml<{ hidden: boolean }>(xml, {
    look: () => ({ hidden: false }),
    open: ({ name, attributes }, above) => {
      if (name === 'cNvPr' && /^(?:1|true)$/u.test(attributes['hidden'] ?? '')) {
        const owner = above.at(-2);
        if (owner) owner.look.hidden = true;
      }
      if (name === 'rPr' && Number(attributes['sz'] ?? LEAST_SIZE) < LEAST_SIZE) {
        const run = above.at(-1);
        if (run?.name === 'r') run.look.hidden = true;
      }
    },
    close: ({ name, hasText, look }) => {
      if (!look.hidden || !hasText) return null;
      if (SHAPES.has(name)) return shape(hiddenMarks.text);
      return name === 'r' ? `<a:r><a:t>${hiddenMarks.text}</a:t></a:r>` : null;
    },
  });
