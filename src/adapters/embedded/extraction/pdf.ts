import type { DocumentWarning } from '../../../domain/document.ts';
import { Problem } from '../../../domain/problem.ts';
import { freshReading } from './long-reading.ts';
import { needsOcrData } from './ocr-data.ts';
import { NO_TEXT, type Outcome, type Source, failed } from './outcome.ts';
import { assemble } from './pdf-assembly.ts';
import { drawingHints } from './pdf-drawing-hints.ts';
import { createPdfParser } from './pdf-parser.ts';
import { type ReadPages, readPages } from './pdf-reading.ts';

export const readPdf = async ({ bytes, password, ocr = null, steps }: Source): Promise<Outcome> => {
  const reading = steps ?? freshReading();
  const hints = drawingHints(bytes);
  if (hints.bomb) return failed(BOMB);
  const parser = createPdfParser({ bytes, password }, hints);
  let read: ReadPages;
  try {
    read = await readPages({ parser, ocr, steps: reading });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refusal(error, password);
  }
  const { shelf, total } = read;
  if (shelf.count() === 0) return failed('The file is damaged: it has no page that can be read.');
  reading.begin({ what: 'assembly', first: 1, last: shelf.count() });
  const extracted = assemble(read);
  if (hints.invisibleText && !extracted.warnings.some(({ code }) => code === 'hidden-text'))
    extracted.warnings.push(INVISIBLE);
  if (/[\p{L}\p{N}]/u.test(extracted.text)) return { outcome: 'extracted', extracted };
  return withoutText(read, total);
};

const withoutText = ({ shelf }: ReadPages, total: number): Outcome => {
  let pictures = 0;
  let damaged = total - shelf.count();
  for (const { state } of shelf.pages()) {
    if (state === 'picture') pictures += 1;
    if (state === 'damaged') damaged += 1;
  }
  if (pictures > 0) {
    return {
      outcome: 'needs-ocr',
      reason: needsOcrData('The pages are pictures without text, as from a scanner.'),
    };
  }
  return failed(
    damaged > 0
      ? 'The file is damaged, or built to be slow: none of its pages could be read in time.'
      : NO_TEXT,
  );
};

const refusal = ({ message }: Problem, password: string | undefined): Outcome => {
  if (!/password/iu.test(message)) {
    return failed('The file is damaged and is no readable PDF. Download or export it again.');
  }
  const reason = password
    ? 'The password is wrong. Try again, or upload a copy without a password.'
    : 'The file is encrypted: give its password once to read it, or upload a copy without a password.';
  return { outcome: 'needs-password', reason };
};

const BOMB =
  'A page of the file unpacks to more than 64 MB, as in an attack on programs that read it. Export it again.';

const INVISIBLE: DocumentWarning = {
  code: 'invisible-text',
  range: null,
  reason:
    'The file holds text that is not painted, as text recognition adds it to scans. Where nothing is to be seen it was left out; over a picture it was kept: check it before you trust it.',
};
