import type { DocumentView } from '../../src/contracts/knowledge.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const some = (count: number, unit: string): string =>
  `about ${count} ${unit}${count === 1 ? '' : 's'} left`;

/** A forecast is never told more exactly than it is known. */
export const timeLeft = (seconds: number): string => {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < MINUTE) return some(Math.ceil(seconds / 10) * 10, 'second');
  if (seconds < HOUR) return some(Math.round(seconds / MINUTE), 'minute');
  return some(Math.round(seconds / HOUR), 'hour');
};

const pieces: Record<string, string> = {
  pptx: 'slide',
  odp: 'slide',
  xlsx: 'sheet',
  xls: 'sheet',
  ods: 'sheet',
};

/** What a document of this format has pages of. */
export const pieceOf = (format: string | null): string => pieces[format ?? ''] ?? 'page';

/** "Page 12 of 340", "3rd in line": where a document stands that is not done. */
export const progressWords = ({ progress, format }: DocumentView): string | null => {
  if (!progress) return null;
  const { stage, place, done, total } = progress;
  if (stage === 'paused') return 'Paused';
  if (stage === 'waiting')
    return place === null || place < 2 ? null : `${place.toLocaleString('en')} in line`;
  if (done === null || total === null) return null;
  const piece = stage === 'extracting' ? pieceOf(format) : 'passage';
  return `${piece} ${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
};
