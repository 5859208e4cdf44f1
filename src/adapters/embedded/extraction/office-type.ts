import { strFromU8, unzipSync } from 'fflate';
import type { DocumentFormat } from '../../../domain/document.ts';
import { mediaTypes } from '../../../domain/document-format.ts';
import { TEXT_PART } from './office-package.ts';
import { type FileType, refusedType } from './outcome.ts';
import { readZipDirectory } from './zip-directory.ts';

const MB = 1_000_000;
/** Only parts that hold text are unpacked, so that pictures and films do not count. */
const UNPACKED_LIMIT = 256 * MB;
const ENTRIES_LIMIT = 20_000;
const SMALL = 1 * MB;
const ZIP = 'application/zip';

const known = (format: DocumentFormat): FileType => ({ format, mediaType: mediaTypes[format] });

/** Which of the packages of Office, OpenDocument or EPUB a ZIP file is, by the parts in it. */
export const zipType = (bytes: Uint8Array): FileType => {
  const entries = readZipDirectory(bytes);
  if (!entries) {
    return refusedType(ZIP, 'The file is damaged: its end is missing. Download or save it again.');
  }
  const unpacked = entries.reduce(
    (sum, { name, unpackedBytes }) => sum + (TEXT_PART.test(name) ? unpackedBytes : 0),
    0,
  );
  if (unpacked > UNPACKED_LIMIT || entries.length > ENTRIES_LIMIT) {
    return refusedType(
      ZIP,
      'The file unpacks to far more than its size, as an attack would. It was not opened.',
    );
  }
  const holds = (folder: string) => entries.some(({ name }) => name.startsWith(folder));
  const office = holds('[Content_Types].xml');
  if (office && holds('word/')) return known('docx');
  if (office && holds('ppt/')) return known('pptx');
  if (office && holds('xl/')) return known('xlsx');
  if (holds('META-INF/container.xml')) return known('epub');
  if (holds('content.xml')) return openDocumentType(bytes);
  return refusedType(ZIP, 'This is an archive. Unpack it and upload the documents in it.');
};

const openDocumentType = (bytes: Uint8Array): FileType => {
  const kind = /opendocument\.(text|presentation|spreadsheet)/u.exec(
    partOf(bytes, 'mimetype'),
  )?.[1];
  switch (kind) {
    case 'text':
      return known('odt');
    case 'presentation':
      return known('odp');
    case 'spreadsheet':
      return isEncrypted(bytes) ? refusedType(mediaTypes.ods, ENCRYPTED_SHEET) : known('ods');
    default:
      return refusedType(
        ZIP,
        'OpenDocument files of this kind are not read. Save it as .odt, .docx or PDF.',
      );
  }
};

const ENCRYPTED_SHEET =
  'Encrypted OpenDocument spreadsheets cannot be opened here. Save it without a password, or as .xlsx.';

const isEncrypted = (bytes: Uint8Array): boolean =>
  partOf(bytes, 'META-INF/manifest.xml').includes('encryption-data');

/** A small part as text; empty when it is not there. */
const partOf = (bytes: Uint8Array, wanted: string): string => {
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => name === wanted && originalSize < SMALL,
    });
    return strFromU8(parts[wanted] ?? new Uint8Array());
  } catch {
    return ''; // Packed in a damaged way: no kind that is read.
  }
};

const COMPOUND = 'application/x-cfb';

/** The container of Office files from before 2007, of messages, and of new files with a password. */
export const compoundType = async (bytes: Uint8Array): Promise<FileType> => {
  const streams = await streamsOf(bytes);
  if (!streams) {
    return refusedType(
      COMPOUND,
      'The file is damaged and cannot be opened. Save it again with the program that made it.',
    );
  }
  if (streams.has('WordDocument')) return known('doc');
  if (streams.has('Workbook') || streams.has('Book')) return known('xls');
  if (streams.has('PowerPoint Document')) {
    return refusedType(
      'application/vnd.ms-powerpoint',
      'PowerPoint files from before 2007 (.ppt) are not read. Open it with PowerPoint or LibreOffice and save it as .pptx.',
    );
  }
  if (streams.has('__properties_version1.0')) return known('msg');
  return refusedType(
    COMPOUND,
    'This is an old Office file of a kind that is not read. Save it as .docx, .xlsx or PDF.',
  );
};

/** The names at the top of the container: an embedded file has its own further below. */
const streamsOf = async (bytes: Uint8Array): Promise<Set<string> | null> => {
  const { CFB } = await import('@e965/xlsx');
  try {
    const { FullPaths } = CFB.read(Buffer.from(bytes), { type: 'buffer' });
    return new Set(FullPaths.map((path: string) => path.split('/').slice(1).join('/')));
  } catch {
    return null;
  }
};
