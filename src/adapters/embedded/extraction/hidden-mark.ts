import type { DocumentWarning } from '../../../domain/document.ts';

/**
 * What stands in a file where hidden text was taken out, until its place in the text is known. Code points that no
 * text may use for itself.
 */
export const hiddenMarks = { text: '\uFDD0', slide: '\uFDD1' } as const;

const ANY_MARK = /[\uFDD0\uFDD1]/gu;
const WARNINGS_LIMIT = 50;

const reasons = {
  text: 'Text that a reader of the document does not see was left out here.',
  slide: 'A hidden slide was left out here.',
};

/** Takes the marks out of texts and remembers where they stood. */
export const createHiddenPlaces = () => {
  const warnings: DocumentWarning[] = [];
  let more = 0;
  return {
    /** The place of the first mark in a text, and the text without any. */
    withoutMarks: (text: string): { text: string; markAt: number | null } => {
      const at = text.search(ANY_MARK);
      return at === -1
        ? { text, markAt: null }
        : { text: text.replaceAll(ANY_MARK, ''), markAt: at };
    },
    warn: (kind: keyof typeof reasons, at: number, page?: number): void => {
      if (warnings.length === WARNINGS_LIMIT) more += 1;
      else {
        warnings.push({
          code: 'hidden-text',
          reason: reasons[kind],
          range: { start: at, end: at },
          ...(page !== undefined && { page }),
        });
      }
    },
    warnings: (): DocumentWarning[] =>
      more === 0
        ? warnings
        : [
            ...warnings,
            {
              code: 'hidden-text',
              reason: `Hidden text was left out at ${more} more places.`,
              range: null,
            },
          ],
  };
};
