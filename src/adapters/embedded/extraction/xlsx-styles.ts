import { SSF } from '@e965/xlsx';
import { Parser } from 'htmlparser2';
import { localName } from './cut-xml.ts';

/** How the cells of one style look: numbers by `format`; `unseen` when their text has the colour of the paper. */
export type CellStyle = { format: string; unseen: boolean };

const GENERAL: CellStyle = { format: 'General', unseen: false };
const WHITE = /^(?:ff)?f{6}$/iu;
const SHORT_DATE = 14;
/** The short date looks different in every country; this way it is read alike by all. */
export const ISO_DATE = 'yyyy-mm-dd';

type Sheet = {
  formats: Map<number, string>;
  white: boolean[];
  filled: boolean[];
  styles: CellStyle[];
  /** By a rule or the style of a table, which no cell says of itself: then white may well be seen. */
  mayBeFilled: boolean;
};

/** The styles that the cells of a workbook name by number. */
export const readStyles = (xml: string, hasTables: boolean): ((index: number) => CellStyle) => {
  const sheet: Sheet = {
    formats: new Map(),
    white: [],
    filled: [],
    styles: [],
    mayBeFilled: hasTables,
  };
  const path: string[] = [];
  const parser = new Parser(
    {
      onopentag: (qualified, attributes) => {
        const name = localName(qualified);
        readElement(sheet, { name, attributes, within: path.at(-1) ?? '' });
        path.push(name);
      },
      onclosetag: () => {
        path.pop();
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  const styles = sheet.mayBeFilled
    ? sheet.styles.map(({ format }) => ({ format, unseen: false }))
    : sheet.styles;
  return (index) => styles[index] ?? GENERAL;
};

/** Theme colour 0 is the paper; with a tint it is grey. */
const isWhite = ({ rgb = '', theme, tint = '0' }: Record<string, string>): boolean =>
  WHITE.test(rgb) || (theme === '0' && Number(tint) === 0);

const readElement = (
  sheet: Sheet,
  {
    name,
    attributes,
    within,
  }: { name: string; attributes: Record<string, string>; within: string },
): void => {
  switch (`${within}/${name}`) {
    case 'numFmts/numFmt':
      sheet.formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      break;
    case 'fonts/font':
      sheet.white.push(false);
      break;
    case 'font/color':
      sheet.white[sheet.white.length - 1] = isWhite(attributes);
      break;
    case 'fills/fill':
      sheet.filled.push(false);
      break;
    case 'fill/patternFill':
      sheet.filled[sheet.filled.length - 1] = (attributes['patternType'] ?? 'none') !== 'none';
      break;
    case 'fill/gradientFill':
      sheet.filled[sheet.filled.length - 1] = true;
      break;
    case 'dxfs/dxf':
      sheet.mayBeFilled = true;
      break;
    case 'cellXfs/xf':
      sheet.styles.push(styleOf(sheet, attributes));
      break;
  }
};

const styleOf = (sheet: Sheet, attributes: Record<string, string>): CellStyle => {
  const id = Number(attributes['numFmtId'] ?? 0);
  const white = sheet.white[Number(attributes['fontId'] ?? 0)] ?? false;
  const filled = sheet.filled[Number(attributes['fillId'] ?? 0)] ?? false;
  return { format: formatOf(sheet, id), unseen: white && !filled };
};

const formatOf = ({ formats }: Sheet, id: number): string => {
  if (id === SHORT_DATE) return ISO_DATE;
  const builtIn: unknown = SSF.get_table()[id];
  return formats.get(id) ?? (typeof builtIn === 'string' ? builtIn : GENERAL.format);
};

/** A number as the sheet shows it. */
export const formatNumber = (value: number, format: string, date1904: boolean): string => {
  try {
    const shown: unknown = SSF.format(format, value, { date1904 });
    return typeof shown === 'string' ? shown : String(value);
  } catch {
    return String(value); // A format that no program would show.
  }
};
