import { fileTypeFromBuffer } from 'file-type';
import { mediaTypes, textFormatOf } from '../../../domain/document-format.ts';
import { decodeText } from './decode-text.ts';
import { compoundType, zipType } from './office-type.ts';
import { type FileType, refusedType } from './outcome.ts';
import { isOutlookPackage, OUTLOOK_PACKAGE } from './outlook-package.ts';
import { isTiff } from './tiff-pages.ts';

const READABLE =
  'PDF, Word, PowerPoint, Excel, OpenDocument, RTF, EPUB, mail, pictures, HTML, Markdown, text and CSV files can be read.';

/** What a file is, by its content. The name only tells text formats apart. */
export const detectType = async (bytes: Uint8Array, name: string): Promise<FileType> => {
  if (bytes.length === 0)
    return refusedType('application/x-empty', 'The file is empty. Upload it again.');
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString(
    'latin1',
  );
  if (head.includes('%PDF-')) return { format: 'pdf', mediaType: mediaTypes.pdf };
  if (head.startsWith('PK')) return zipType(bytes);
  if (head.startsWith('\u00D0\u00CF\u0011\u00E0')) return compoundType(bytes);
  if (head.startsWith('{\\rtf')) return { format: 'rtf', mediaType: mediaTypes.rtf };
  if (isOutlookPackage(bytes)) return refusedType('application/ms-tnef', OUTLOOK_PACKAGE);
  // What they hold is described behind it, further than the head reaches.
  if (isTiff(bytes)) return { format: 'image', mediaType: 'image/tiff' };
  const known = await fileTypeFromBuffer(bytes.subarray(0, 8192));
  if (known && !/^(?:text|message)\/|xml$/u.test(known.mime)) return binaryType(known.mime);
  const text = decodeText(bytes);
  if (text === null) {
    return refusedType(
      'application/octet-stream',
      `This is not a document but binary data. ${READABLE}`,
    );
  }
  return textType(text, name);
};

const PICTURES = /^image\/(?:png|apng|jpeg|tiff|webp|bmp|x-ms-bmp|gif)$/u;

const binaryType = (mediaType: string): FileType => {
  if (PICTURES.test(mediaType)) return { format: 'image', mediaType };
  return mediaType.startsWith('image/')
    ? refusedType(mediaType, 'Pictures of this kind are not read. Save it as PNG or JPEG.')
    : refusedType(mediaType, `Files of this kind (${mediaType}) are not read. ${READABLE}`);
};

// Notes may begin like a mail; only mail programs write the second kind of line.
const MAIL_START = /^(?:[!-9;-~]+:[^\n]*(?:\n[ \t][^\n]*)*\n){2}/u;
const MAIL_LINE = /^(?:MIME-Version|Message-ID|Received|Return-Path|Content-Type|Delivered-To):/imu;
const WROTE = /^(?:From|Sender):/imu;

const isMail = (head: string, name: string): boolean => {
  const lines = head.replaceAll('\r\n', '\n');
  if (!MAIL_START.test(lines)) return false;
  const [headers = ''] = lines.split('\n\n');
  return /\.eml$/iu.test(name) || (WROTE.test(headers) && MAIL_LINE.test(headers));
};

// A comment holds no end of a comment: else a row of them can be taken apart in exponentially many ways.
const HTML_START =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->)[\s\S]){0,2000}-->\s*)*<(?:!doctype html|html|head|body|title|meta|div|p|h[1-6]|table|article|section|main)\b/iu;

const textType = (text: string, name: string): FileType => {
  const head = text.slice(0, 10_000);
  if (isMail(head, name)) return { format: 'email', mediaType: mediaTypes.email };
  const named = textFormatOf(name);
  const format = HTML_START.test(head)
    ? 'html'
    : named === 'html' && !text.includes('<')
      ? 'text'
      : named;
  return { format, mediaType: mediaTypes[format] };
};
