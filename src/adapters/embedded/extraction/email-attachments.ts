import type { Attachment } from 'postal-mime';
import type { DocumentWarning } from '../../../domain/document.ts';
import type { AttachedFile } from '../../../ports/extractor.ts';
import { isOutlookPackage, OUTLOOK_PACKAGE } from './outlook-package.ts';

const MOST_FILES = 100;
const MOST_BYTES = 100_000_000;
/** A picture shown inside the mail, as signatures have it, is no document; a large one may be. */
const LEAST_INLINE_BYTES = 20_000;
const LONGEST_NAME = 200;

/** The files a mail carries, within bounds; what is left behind is said. */
export const takeAttachments = (
  all: readonly Attachment[],
): { attachments: AttachedFile[]; warnings: DocumentWarning[] } => {
  const attachments: AttachedFile[] = [];
  const warnings: DocumentWarning[] = [];
  const left: string[] = [];
  let taken = 0;
  for (const [index, attachment] of all.entries()) {
    const bytes = bytesOf(attachment);
    const decoration = attachment.related === true && bytes.length < LEAST_INLINE_BYTES;
    if (bytes.length === 0 || decoration) continue;
    const name = nameOf(attachment, index + 1);
    if (isOutlookPackage(bytes))
      warnings.push({ code: 'part-not-read', range: null, reason: OUTLOOK_PACKAGE });
    else if (attachments.length === MOST_FILES || taken + bytes.length > MOST_BYTES)
      left.push(name);
    else {
      attachments.push({ name, bytes });
      taken += bytes.length;
    }
  }
  if (left.length > 0) warnings.push(leftBehind(left));
  return { attachments, warnings };
};

const leftBehind = (names: readonly string[]): DocumentWarning => ({
  code: 'attachments-left-out',
  range: null,
  reason: `The mail carries more than ${MOST_FILES} files or ${MOST_BYTES / 1_000_000} MB. Not read: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}. Upload them apart.`,
});

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content);

const nameOf = ({ filename, mimeType }: Attachment, place: number): string => {
  if (filename) return filename.slice(-LONGEST_NAME);
  if (mimeType === 'message/rfc822') return `mail ${place}.eml`;
  return `attachment ${place}`;
};
