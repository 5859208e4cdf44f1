import { OfficeParser, type OfficeContentNode } from 'officeparser';
import type { DocumentWarning } from '../../../domain/document.ts';
import { createCleaner } from './clean-text.ts';
import { createOfficeBlocks } from './office-blocks.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';

const MB = 1_000_000;
const LIMITS = { maxUncompressedBytes: 128 * MB, maxZipEntries: 2000 };

export const readDocx = async ({ bytes, password }: Source): Promise<Outcome> => {
  let parsed: Awaited<ReturnType<typeof OfficeParser.parseOffice>>;
  try {
    parsed = await OfficeParser.parseOffice(Buffer.from(bytes), {
      fileType: 'docx',
      ocr: false,
      extractAttachments: false,
      decompressionLimits: LIMITS,
      ...(password !== undefined && { password }),
    });
  } catch (error) {
    return refusal(codeOf(error));
  }
  const cleaner = createCleaner();
  const blocks = createOfficeBlocks(cleaner);
  const { headers = [], footers = [] } = parsed.auxiliary ?? {};
  blocks.write(withoutRepeats(headers));
  blocks.write(parsed.content);
  blocks.write(withoutRepeats(footers));
  const built = blocks.finish();
  if (built.text.trim() === '') return failed(NO_TEXT);
  const heading = built.blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const limits = parsed.warnings.filter((warning) => warning.code.endsWith('LIMIT_EXCEEDED'));
  return {
    outcome: 'extracted',
    extracted: {
      ...built,
      pages: null,
      title:
        parsed.metadata.title?.trim() ||
        (heading ? built.text.slice(heading.start, heading.end) : null),
      language: null,
      placed: [],
      warnings: [...cleaner.warnings(), ...(limits.length > 0 ? [partWarning] : [])],
      metadata: {},
      whole: limits.length === 0,
    },
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
          : 'The document is damaged and cannot be opened. Save it again with Word, or as PDF.',
      );
  }
};

/** First page, even and odd pages often have the same header. */
const withoutRepeats = (nodes: readonly OfficeContentNode[]): OfficeContentNode[] => {
  const seen = new Set<string>();
  return nodes.filter((node) => {
    const text = (node.text ?? '').replaceAll(/\d+/gu, '#').trim();
    if (text === '' || seen.has(text)) return false;
    seen.add(text);
    return true;
  });
};
