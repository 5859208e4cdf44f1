import type { DocumentWarning } from '../../../domain/document.ts';

const DAMAGED = /\uFFFD/gu;
const DAMAGED_SHARE = 0.2;

/** Characters that nobody can tell any more: some are warned of, many are no text. */
export const damageIn = (text: string): { beyondReading: boolean; warnings: DocumentWarning[] } => {
  const first = text.indexOf('\uFFFD');
  if (first === -1) return { beyondReading: false, warnings: [] };
  const count = text.match(DAMAGED)?.length ?? 0;
  const warning = {
    code: 'damaged-characters',
    range: { start: first, end: first + 1 },
    reason: `Characters that are damaged: ${count}. They stand as \uFFFD in the text, the first of them here.`,
  };
  return {
    beyondReading: count > text.replaceAll(/\s+/gu, '').length * DAMAGED_SHARE,
    warnings: [warning],
  };
};
