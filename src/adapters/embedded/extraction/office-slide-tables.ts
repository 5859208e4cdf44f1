import { cutXml } from './cut-xml.ts';
import { type Color, type Painted, readPaint } from './office-slide-colors.ts';

/** The two styles that paint nothing: without and with lines. Every other one may paint any cell. */
const UNPAINTED =
  /^<[^>]*>\s*\{(?:2D5ABB26-0587-4C30-8999-92F81FD0307C|5940675A-B579-460E-94D1-54222C63F5DA)\}/iu;
const ID_REACH = 200;

type Cell = Painted & { bare?: boolean; styled?: boolean };

/**
 * The colour of every cell of the tables on a slide, in their order. Absent: it is not painted, what lies under the
 * table is seen. A cell says how it is painted behind its text, so this is known only after a look of its own.
 */
export const cellColors = (
  xml: string,
  theme: ReadonlyMap<string, string>,
): (Color | undefined)[] => {
  const colors: (Color | undefined)[] = [];
  cutXml<Cell>(xml, {
    look: () => ({}),
    open: (element, above) => {
      const { name, start } = element;
      const table = above.findLast((one) => one.name === 'tbl');
      if (name === 'tableStyleId' && table)
        table.look.styled = !UNPAINTED.test(xml.slice(start, start + ID_REACH));
      const [cell, holder] = above.slice(-2);
      if (name === 'noFill' && holder?.name === 'tcPr' && cell) cell.look.bare = true;
      readPaint(element, above, theme);
    },
    close: ({ name, look }, above) => {
      if (name !== 'tc') return null;
      const styled = above.findLast((one) => one.name === 'tbl')?.look.styled ?? false;
      colors.push(look.bare ? undefined : look.color === undefined && styled ? null : look.color);
      return null;
    },
  });
  return colors;
};
