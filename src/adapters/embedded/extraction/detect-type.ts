import { fileTypeFromBuffer } from 'file-type';
import { mediaTypes, textFormatOf } from '../../../domain/document-format.ts';
import { decodeText } from './decode-text.ts';
import type { FileType } from './outcome.ts';
import { readZipDirectory } from './zip-directory.ts';

const MB = 1_000_000;
const UNPACKED_LIMIT = 256 * MB;
const ZIP_ENTRIES_LIMIT = 5000;
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const ENCRYPTED =
  'The file is encrypted: give its password once to read it, or upload a copy without a password.';
const READABLE = 'PDF, Word (.docx), HTML, Markdown, text and CSV files can be read.';

const refused = (mediaType: string, reason: string): FileType => ({
  format: null,
  mediaType,
  outcome: 'failed',
  reason,
});

/** What a file is, by its content. The name only tells text formats apart. */
export const detectType = async (
  bytes: Uint8Array,
  name: string,
  withPassword: boolean,
): Promise<FileType> => {
  if (bytes.length === 0)
    return refused('application/x-empty', 'The file is empty. Upload it again.');
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString(
    'latin1',
  );
  if (head.includes('%PDF-')) return { format: 'pdf', mediaType: mediaTypes.pdf };
  if (head.startsWith('PK')) return zipType(bytes);
  if (head.startsWith('\u00D0\u00CF\u0011\u00E0')) return compoundType(bytes, withPassword);
  if (head.startsWith('{\\rtf')) {
    return refused('application/rtf', 'Rich text files are not read yet. Save it as .docx or PDF.');
  }
  const known = await fileTypeFromBuffer(bytes.subarray(0, 8192));
  if (known && !known.mime.startsWith('text/') && !known.mime.endsWith('xml'))
    return binaryType(known.mime);
  const text = decodeText(bytes);
  if (text === null) {
    return refused(
      'application/octet-stream',
      `This is not a document but binary data. ${READABLE}`,
    );
  }
  return textType(text, name);
};

const binaryType = (mediaType: string): FileType =>
  mediaType.startsWith('image/')
    ? {
        format: null,
        mediaType,
        outcome: 'needs-ocr',
        reason:
          'This is a picture. Pictures hold no text that can be searched: upload a document with its text.',
      }
    : refused(mediaType, `Files of the type ${mediaType} are not read. ${READABLE}`);

const zipType = (bytes: Uint8Array): FileType => {
  const directory = readZipDirectory(bytes);
  if (!directory) {
    return refused(
      'application/zip',
      'The file is damaged: its end is missing. Download or save it again.',
    );
  }
  if (directory.unpackedBytes > UNPACKED_LIMIT || directory.names.length > ZIP_ENTRIES_LIMIT) {
    return refused(
      'application/zip',
      'The file unpacks to far more than its size, as an attack would. It was not opened.',
    );
  }
  const names = new Set(directory.names);
  const holds = (folder: string) => directory.names.some((name) => name.startsWith(folder));
  if (names.has('word/document.xml') || (holds('word/') && names.has('[Content_Types].xml'))) {
    return { format: 'docx', mediaType: mediaTypes.docx };
  }
  if (holds('ppt/')) {
    return refused(
      `${OFFICE}.presentationml.presentation`,
      'PowerPoint files are not read yet. Save it as PDF.',
    );
  }
  if (holds('xl/')) {
    return refused(
      `${OFFICE}.spreadsheetml.sheet`,
      'Excel workbooks are not read yet. Save each sheet as CSV.',
    );
  }
  if (names.has('mimetype')) {
    return refused(
      'application/zip',
      'OpenDocument and EPUB files are not read yet. Save it as .docx or PDF.',
    );
  }
  return refused(
    'application/zip',
    'This is an archive. Unpack it and upload the documents in it.',
  );
};

/** The container of old Office files, and of new ones with a password. */
const compoundType = (bytes: Uint8Array, withPassword: boolean): FileType => {
  const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  );
  if (encrypted && withPassword) return { format: 'docx', mediaType: mediaTypes.docx };
  return encrypted
    ? {
        format: null,
        mediaType: 'application/x-cfb',
        outcome: 'needs-password',
        reason: ENCRYPTED,
      }
    : refused(
        'application/x-cfb',
        'This is an old Office file (.doc, .xls, .ppt) or a message. Save it as .docx or PDF.',
      );
};

// A comment holds no end of a comment: else a row of them can be taken apart in exponentially many ways.
const HTML_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s*)*<(?:!doctype html|html|head|body|title|meta|div|p|h[1-6]|table|article|section|main)\b/iu;

const textType = (text: string, name: string): FileType => {
  const head = text.slice(0, 10_000);
  const named = textFormatOf(name);
  const format = HTML_START.test(head)
    ? 'html'
    : named === 'html' && !text.includes('<')
      ? 'text'
      : named;
  return { format, mediaType: mediaTypes[format] };
};
