import { posix } from 'node:path';
import { unzipSync } from 'fflate';
import type { Cleaner } from './clean-text.ts';
import { type Parts, xmlOf } from './office-package.ts';
import type { OpenWorkbook } from './workbook-rows.ts';
import { readSharedStrings } from './xlsx-strings.ts';
import { readSheetRows } from './xlsx-sheet.ts';
import { readStyles } from './xlsx-styles.ts';
import { elementsIn, textsIn } from './xml-texts.ts';
import { readZipDirectory } from './zip-directory.ts';

const BOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const SMALL_PARTS = new Set([
  BOOK,
  RELATIONS,
  'xl/styles.xml',
  'xl/sharedStrings.xml',
  'docProps/core.xml',
]);

/** Opens a workbook of Excel sheet by sheet, so that large ones need little memory. Null: it has no such list. */
export const openXlsx = (bytes: Uint8Array, cleaner: Cleaner): OpenWorkbook | null => {
  const parts = unzipSync(bytes, { filter: ({ name }) => SMALL_PARTS.has(name) });
  if (!parts[BOOK]) return null;
  const book = xmlOf(parts[BOOK]);
  const paths = sheetPaths(parts);
  const hasTables = (readZipDirectory(bytes) ?? []).some(({ name }) =>
    name.startsWith('xl/tables/'),
  );
  const [properties] = elementsIn(book, 'workbookPr');
  const context = {
    strings: readSharedStrings(parts['xl/sharedStrings.xml'], cleaner),
    styleOf: readStyles(xmlOf(parts['xl/styles.xml']), hasTables),
    date1904: /^(?:1|true)$/u.test(properties?.['date1904'] ?? ''),
    cleaner,
  };
  return {
    about: textsIn(xmlOf(parts['docProps/core.xml'])),
    sheets: elementsIn(book, 'sheet').map((sheet) => {
      const path = paths.get(sheet['r:id'] ?? '');
      return {
        name: sheet['name'] ?? '',
        hidden: (sheet['state'] ?? 'visible') !== 'visible',
        read: (limit) => {
          const part = path === undefined ? undefined : partAt(bytes, path);
          return part ? readSheetRows(part, context, limit) : null;
        },
      };
    }),
  };
};

const partAt = (bytes: Uint8Array, path: string): Uint8Array | undefined => {
  try {
    return unzipSync(bytes, { filter: ({ name }) => name === path })[path];
  } catch {
    return undefined; // Damaged: the other sheets may be whole.
  }
};

/** Where in the package each sheet lies, by the id that the workbook gives it. */
const sheetPaths = (parts: Parts): Map<string, string> =>
  new Map(
    elementsIn(xmlOf(parts[RELATIONS]), 'Relationship').flatMap(({ Id, Target }) =>
      Id === undefined || Target === undefined
        ? []
        : [[Id, Target.startsWith('/') ? Target.slice(1) : posix.join('xl', Target)]],
    ),
  );
