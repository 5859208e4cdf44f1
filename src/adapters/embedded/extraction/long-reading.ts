/** A part of a reading that may take long. Each is given its own time, so that no document is too long to be read. */
export type Step = {
  what: 'pages' | 'recognition' | 'assembly';
  first: number;
  last: number;
};

/** What a reading that goes step by step is told, and tells. */
export type LongReading = {
  /** What an earlier reading of the same bytes handed to `save`, in that order. */
  pieces: readonly Uint8Array[];
  /** Pages that an earlier reading did not survive. */
  skipped: readonly number[];
  /** Pages to read one at a time, to find which of them it was. */
  alone: { first: number; last: number } | null;
  /** Read nothing more: make a document of the pieces. */
  enough: boolean;
  begin(step: Step): void;
  save(piece: Uint8Array): void;
  progress(done: number, total: number): void;
};

/** A reading from the beginning that nobody watches. */
export const freshReading = (): LongReading => ({
  pieces: [],
  skipped: [],
  alone: null,
  enough: false,
  begin: () => undefined,
  save: () => undefined,
  progress: () => undefined,
});
