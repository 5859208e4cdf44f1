import { readFile } from 'node:fs/promises';
import type { DocumentFormat } from '../../../domain/document.ts';
import type { ExtractionResult } from '../../../ports/extractor.ts';
import { readCsv } from './csv.ts';
import { damageIn } from './damaged-text.ts';
import { decodeText } from './decode-text.ts';
import { detectType } from './detect-type.ts';
import { readHtml } from './html.ts';
import type { LongReading } from './long-reading.ts';
import { readMarkdown } from './markdown.ts';
import type { OcrData } from './ocr-data.ts';
import type { OfficeFormat } from './office.ts';
import { unlockOffice } from './office-password.ts';
import type { Outcome, Source } from './outcome.ts';
import { readPlainText } from './plain-text.ts';
import { suspiciousText } from './suspicious-text.ts';
import type { WorkbookFormat } from './workbook.ts';

const ENCRYPTED_OFFICE = 'application/x-cfb';

const DAMAGED =
  'The characters of this file are damaged: hardly any of its text can be told. Download or save it again, as UTF-8 or PDF.';

export type FileRequest = {
  path: string;
  name: string;
  password?: string;
  ocr: OcrData | null;
};

/** Reads one file, inside the child process. The readers with heavy libraries are loaded when first needed. */
export const extractFile = async (
  { path, name, password, ocr }: FileRequest,
  steps: LongReading,
): Promise<ExtractionResult> => {
  const bytes = await unlockOffice(await readFile(path), password);
  if (!(bytes instanceof Uint8Array)) return { ...bytes, mediaType: ENCRYPTED_OFFICE };
  const type = await detectType(bytes, name);
  if (type.format === null)
    return { outcome: type.outcome, mediaType: type.mediaType, reason: type.reason };
  const outcome = await readers[type.format]({
    bytes,
    mediaType: type.mediaType,
    ocr,
    steps,
    ...(password !== undefined && { password }),
  });
  if (outcome.outcome !== 'extracted') return { ...outcome, mediaType: type.mediaType };
  const { text, warnings } = outcome.extracted;
  const damage = damageIn(text);
  if (damage.beyondReading)
    return { outcome: 'failed', mediaType: type.mediaType, reason: DAMAGED };
  warnings.push(...damage.warnings, ...suspiciousText(text));
  return { attachments: [], ...outcome, format: type.format, mediaType: type.mediaType };
};

const readOffice = async (format: OfficeFormat, file: Source): Promise<Outcome> =>
  (await import('./office.ts')).readOffice(format, file);

const readWorkbook = async (format: WorkbookFormat, file: Source): Promise<Outcome> =>
  (await import('./workbook.ts')).readWorkbook(format, file);

const readers: Record<DocumentFormat, (file: Source) => Outcome | Promise<Outcome>> = {
  pdf: async (file) => (await import('./pdf.ts')).readPdf(file),
  docx: (file) => readOffice('docx', file),
  pptx: (file) => readOffice('pptx', file),
  odt: (file) => readOffice('odt', file),
  odp: (file) => readOffice('odp', file),
  rtf: (file) => readOffice('rtf', file),
  xlsx: (file) => readWorkbook('xlsx', file),
  ods: (file) => readWorkbook('ods', file),
  xls: (file) => readWorkbook('xls', file),
  epub: async (file) => (await import('./epub.ts')).readEpub(file),
  doc: async (file) => (await import('./legacy-word.ts')).readLegacyWord(file),
  msg: async (file) => (await import('./outlook-message.ts')).readOutlookMessage(file),
  email: async (file) => (await import('./email.ts')).readEmail(file),
  image: async (file) => (await import('./image.ts')).readImage(file),
  html: ({ bytes }) => readHtml(decoded(bytes, declaredEncoding(bytes))),
  markdown: ({ bytes }) => readMarkdown(decoded(bytes)),
  csv: ({ bytes }) => readCsv(decoded(bytes)),
  text: ({ bytes }) => readPlainText(decoded(bytes)),
};

/** What is no text was refused by its type before. */
const decoded = (bytes: Uint8Array, declared?: string): string => decodeText(bytes, declared) ?? '';

/** `<meta charset>` of a page, in the first 2,000 bytes. */
const declaredEncoding = (bytes: Uint8Array): string | undefined =>
  /charset\s*=\s*["']?([\w-]+)/iu.exec(
    Buffer.from(bytes.subarray(0, 2000)).toString('latin1'),
  )?.[1];
