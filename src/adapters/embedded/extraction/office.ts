import { type OfficeContentNode, OfficeParser, type OfficeParserAST } from 'officeparser';
import type { DocumentMetadata, DocumentWarning } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { createOfficeBlocks } from './office-blocks.ts';
import { describeDrawings } from './office-drawings.ts';
import { nameHeadings } from './office-headings.ts';
import { markHiddenSlides } from './office-hidden-slides.ts';
import { markHiddenWord } from './office-hidden-word.ts';
import { type Parts, pack, unpackText } from './office-package.ts';
import { markHiddenOpenDocument } from './open-document-hidden.ts';
import { aboutRtf, markHiddenRtf } from './rtf.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';

const MB = 1_000_000;
const LIMITS = { maxUncompressedBytes: 128 * MB, maxZipEntries: 2000 };

export type OfficeFormat = 'docx' | 'pptx' | 'odt' | 'odp' | 'rtf';

const inPackage =
  (mark: (parts: Parts) => Parts) =>
  (bytes: Uint8Array): Buffer =>
    pack(mark(unpackText(bytes)));

const markHidden: Record<OfficeFormat, (bytes: Uint8Array) => Buffer> = {
  docx: inPackage((parts) => nameHeadings(markHiddenWord(describeDrawings(parts)))),
  pptx: inPackage((parts) => markHiddenSlides(describeDrawings(parts))),
  odt: inPackage(markHiddenOpenDocument),
  odp: inPackage(markHiddenOpenDocument),
  rtf: markHiddenRtf,
};

/** Reads Word files, presentations, OpenDocument and rich texts. What is hidden in them is marked first, then left out. */
export const readOffice = async (
  format: OfficeFormat,
  { bytes, password }: Source,
): Promise<Outcome> => {
  let parsed: OfficeParserAST;
  try {
    // What is encrypted inside its package can only be read as it is.
    const encrypted = isEncryptedOpenDocument(bytes, format);
    parsed = await OfficeParser.parseOffice(
      encrypted ? Buffer.from(bytes) : markHidden[format](bytes),
      {
        fileType: format,
        ocr: false,
        extractAttachments: false,
        decompressionLimits: LIMITS,
        ...(password !== undefined && { password }),
      },
    );
  } catch (error) {
    return refusal(codeOf(error));
  }
  if (format === 'rtf') parsed.metadata = { ...parsed.metadata, ...aboutRtf(bytes) };
  return toOutcome(parsed, format);
};

const isEncryptedOpenDocument = (bytes: Uint8Array, format: OfficeFormat): boolean =>
  (format === 'odt' || format === 'odp') &&
  Buffer.from(unpackText(bytes)['META-INF/manifest.xml'] ?? []).includes('encryption-data');

const toOutcome = (parsed: OfficeParserAST, format: OfficeFormat): Outcome => {
  const cleaner = createCleaner();
  const blocks = createOfficeBlocks(cleaner);
  blocks.write(parsed.content);
  const { headers = [], footers = [] } = parsed.auxiliary ?? {};
  blocks.prefixed('Page header: ', withoutRepeats(headers));
  blocks.prefixed('Page footer: ', withoutRepeats(footers));
  const { hidden, ...built } = blocks.finish();
  if (built.text.trim() === '') return failed(NO_TEXT);
  const heading = built.blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const limits = parsed.warnings.filter((warning) => warning.code.endsWith('LIMIT_EXCEEDED'));
  return {
    outcome: 'extracted',
    extracted: {
      ...built,
      pages: isPresentation(format) ? slidesOf(parsed) : null,
      title:
        titleOf(parsed.metadata.title) ??
        (heading ? built.text.slice(heading.start, heading.end) : null),
      language: null,
      placed: new Float64Array(),
      warnings: [...cleaner.warnings(), ...hidden, ...(limits.length > 0 ? [partWarning] : [])],
      metadata: metadataOf(parsed.metadata),
      whole: limits.length === 0,
    },
  };
};

const isPresentation = (format: OfficeFormat): boolean => format === 'pptx' || format === 'odp';

/** An empty slide at the end is none to the reader of the tree. */
const slidesOf = ({ content }: OfficeParserAST): number =>
  content.reduce(
    (most, { type, metadata }) =>
      type === 'slide' && metadata && 'slideNumber' in metadata
        ? Math.max(most, metadata.slideNumber)
        : most,
    0,
  );

/** Programs write a title of their own when the author gave none. */
const NO_TITLE =
  /^(?:powerpoint[- ]pr[eäé]sentation|presentation|pr[eäé]sentation powerpoint|document\d*|untitled.*|slide 1|folie 1|microsoft (?:word|powerpoint) - .*)$/iu;

const titleOf = (given: string | undefined): string | null => {
  const title = given?.trim() ?? '';
  return title === '' || NO_TITLE.test(title) ? null : title;
};

const metadataOf = (given: OfficeParserAST['metadata']): DocumentMetadata => {
  const { author, subject, keywords, created, modified } = given;
  const texts = { author, subject, keywords };
  const dates = { created, modified };
  return {
    ...Object.fromEntries(
      Object.entries(texts).flatMap(([name, value]) =>
        value?.trim() ? [[name, value.trim()]] : [],
      ),
    ),
    ...Object.fromEntries(
      Object.entries(dates).flatMap(([name, date]) =>
        date && !Number.isNaN(date.getTime()) ? [[name, date.toISOString()]] : [],
      ),
    ),
  };
};

const partWarning: DocumentWarning = {
  code: 'part-not-read',
  range: null,
  reason:
    'The document is larger than the limits: its end was not read. Split it into smaller ones.',
};

const codeOf = (error: unknown): string => {
  const issue =
    error instanceof Error && 'officeIssue' in error
      ? (error.officeIssue as { code?: unknown })
      : undefined;
  return typeof issue?.code === 'string' ? issue.code : '';
};

const refusal = (code: string): Outcome => {
  switch (code) {
    case 'PASSWORD_REQUIRED':
      return {
        outcome: 'needs-password',
        reason:
          'The file is encrypted: give its password once to read it, or upload a copy without a password.',
      };
    case 'PASSWORD_INCORRECT':
    case 'DOCUMENT_DECRYPTION_FAILED':
      return {
        outcome: 'needs-password',
        reason: 'The password is wrong. Try again, or upload a copy without one.',
      };
    default:
      return failed(
        code.endsWith('LIMIT_EXCEEDED') || code.endsWith('DEPTH_EXCEEDED')
          ? 'The document unpacks to more than the limits allow. Split it into smaller ones.'
          : 'The document is damaged and cannot be opened. Save it again with the program that made it, or as PDF.',
      );
  }
};

/** First page, even and odd pages often have the same header. */
const withoutRepeats = (nodes: readonly OfficeContentNode[]): OfficeContentNode[] => {
  const seen = new Set<string>();
  return nodes.filter((node) => {
    const text = (node.text ?? '').replaceAll(/\d+/gu, '#').trim();
    // A page number alone says nothing.
    if (/^[\s#/.-]*$/u.test(text) || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
};
