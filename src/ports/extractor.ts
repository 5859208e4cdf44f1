import type { DocumentFormat, ExtractedText } from '../domain/document.ts';

export type ExtractionRequest = {
  /** A file to open for reading. */
  path: string;
  /** The name a person gave it: a hint among text formats, never believed against the bytes. */
  name: string;
  password?: string;
  signal: AbortSignal;
};

export type ExtractionResult =
  | { outcome: 'extracted'; format: DocumentFormat; mediaType: string; extracted: ExtractedText }
  /** `reason` is for the person who owns the document: what is wrong and what helps. */
  | { outcome: 'failed' | 'needs-ocr' | 'needs-password'; mediaType: string; reason: string };

/**
 * Turns bytes into text with blocks.
 *
 * Laws: a bad file is a result, never a throw; within the deadline and memory limit of the settings, else it
 * is `failed` and what parsed it is dead; nothing it does reaches the network or writes a file; ranges of
 * blocks are ordered, do not overlap, and lie in the text; the same bytes give the same text.
 */
export type Extractor = {
  /** Changes whenever the same bytes would give another text. */
  version: string;
  extract(request: ExtractionRequest): Promise<ExtractionResult>;
  /** Ends its child processes. */
  close(): Promise<void>;
};
