import type { DocumentFormat, ExtractedText } from '../../../domain/document.ts';
import type { AttachedFile } from '../../../ports/extractor.ts';
import type { LongReading } from './long-reading.ts';
import type { OcrData } from './ocr-data.ts';

/** What one format's reader makes of a file. A bad file is an outcome; a throw is a mistake of ours. */
export type Outcome =
  | { outcome: 'extracted'; extracted: ExtractedText; attachments?: AttachedFile[] }
  | { outcome: 'failed' | 'needs-ocr' | 'needs-password'; reason: string };

export type FileType =
  | { format: DocumentFormat; mediaType: string; reason?: never }
  | {
      format: null;
      mediaType: string;
      outcome: 'failed' | 'needs-ocr' | 'needs-password';
      reason: string;
    };

export const refusedType = (mediaType: string, reason: string): FileType => ({
  format: null,
  mediaType,
  outcome: 'failed',
  reason,
});

export const failed = (reason: string): Outcome => ({ outcome: 'failed', reason });

export const NO_TEXT = 'There is no text in this file.';

export type Source = {
  bytes: Uint8Array;
  /** As its bytes say. */
  mediaType?: string;
  password?: string;
  /** Null or absent: text in pictures cannot be recognised here. */
  ocr?: OcrData | null;
  /** For what may take long. */
  steps?: LongReading;
};
