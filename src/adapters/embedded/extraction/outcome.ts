import type { DocumentFormat, ExtractedText } from '../../../domain/document.ts';

/** What one format's reader makes of a file. A bad file is an outcome; a throw is a mistake of ours. */
export type Outcome =
  | { outcome: 'extracted'; extracted: ExtractedText }
  | { outcome: 'failed' | 'needs-ocr' | 'needs-password'; reason: string };

export type FileType =
  | { format: DocumentFormat; mediaType: string; reason?: never }
  | {
      format: null;
      mediaType: string;
      outcome: 'failed' | 'needs-ocr' | 'needs-password';
      reason: string;
    };

export const failed = (reason: string): Outcome => ({ outcome: 'failed', reason });

export const NO_TEXT = 'There is no text in this file.';

export type Source = { bytes: Uint8Array; password?: string };
