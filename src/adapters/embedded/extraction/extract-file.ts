import { readFile } from 'node:fs/promises';
import type { DocumentFormat } from '../../../domain/document.ts';
import type { ExtractionResult } from '../../../ports/extractor.ts';
import { readCsv } from './csv.ts';
import { decodeText } from './decode-text.ts';
import { detectType } from './detect-type.ts';
import { readHtml } from './html.ts';
import { readMarkdown } from './markdown.ts';
import type { Outcome, Source } from './outcome.ts';
import { readPlainText } from './plain-text.ts';

export type FileRequest = { path: string; name: string; password?: string };

/** Reads one file, inside the child process. The readers with heavy libraries are loaded when first needed. */
export const extractFile = async ({
  path,
  name,
  password,
}: FileRequest): Promise<ExtractionResult> => {
  const bytes = await readFile(path);
  const type = await detectType(bytes, name, password !== undefined);
  if (type.format === null)
    return { outcome: type.outcome, mediaType: type.mediaType, reason: type.reason };
  const outcome = await readers[type.format]({
    bytes,
    ...(password !== undefined && { password }),
  });
  return outcome.outcome === 'extracted'
    ? { attachments: [], ...outcome, format: type.format, mediaType: type.mediaType }
    : { ...outcome, mediaType: type.mediaType };
};

const readers: Record<DocumentFormat, (file: Source) => Outcome | Promise<Outcome>> = {
  pdf: async (file) => (await import('./pdf.ts')).readPdf(file),
  docx: async (file) => (await import('./office.ts')).readDocx(file),
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
