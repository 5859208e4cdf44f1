import type { DocumentFormat, ExtractedText } from '../domain/document.ts';

export type ExtractionRequest = {
  /** A file to open for reading. */
  path: string;
  /** The name a person gave it: a hint among text formats, never believed against the bytes. */
  name: string;
  password?: string;
  /** Pieces of an earlier, cut short reading of the same bytes with the same extractor version. */
  checkpoints?: Checkpoints;
  /** Told now and then: pages, slides or sheets done, of how many. */
  onProgress?: (done: number, total: number) => void;
  signal: AbortSignal;
};

/** Where a long reading keeps what it has, so that a killed one goes on; opaque to whoever keeps it. */
export type Checkpoints = {
  load(): AsyncIterable<Uint8Array>;
  /** Durable when it resolves. */
  save(piece: Uint8Array): Promise<void>;
};

/** A file inside the file: what a mail carries. */
export type AttachedFile = { name: string; bytes: Uint8Array };

export type ExtractionResult =
  | {
      outcome: 'extracted';
      format: DocumentFormat;
      mediaType: string;
      extracted: ExtractedText;
      attachments: AttachedFile[];
    }
  /** `reason` is for the person who owns the document: what is wrong and what helps. */
  | { outcome: 'failed' | 'needs-ocr' | 'needs-password'; mediaType: string; reason: string };

/**
 * Turns bytes into text with blocks.
 *
 * Laws: a bad file is a result, never a throw; within the deadline and memory limit of the settings, else it
 * is `failed` and what parsed it is dead; its child processes together never hold more than that memory for longer than
 * a second, else they are killed; text that a reader of the document would not see is left out and warned of; nothing it does reaches the network or writes a file; ranges of
 * blocks are ordered, do not overlap, and lie in the text; the same bytes give the same text.
 */
export type Extractor = {
  /** Changes whenever the same bytes would give another text. */
  version: string;
  /** Whether it reads letters in pictures at this moment. */
  recognises?: boolean;
  extract(request: ExtractionRequest): Promise<ExtractionResult>;
  /** Ends its child processes. */
  close(): Promise<void>;
};
