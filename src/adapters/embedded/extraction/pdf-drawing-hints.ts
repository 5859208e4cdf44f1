import { inflateSync } from 'node:zlib';

const STREAM_LIMIT = 5_000_000;
/** No page needs so much to be drawn. */
const BOMB_BYTES = 64_000_000;
const ALL_LIMIT = 300_000_000;
const DICTIONARY_REACH = 400;
const NO_DRAWING = /\/Subtype\s*\/Image|\/Length1\b|\/Type\s*\/(?:ObjStm|XRef|Metadata)/u;
const WHITE_FILL =
  /(?:^|\s)(?:(?:1(?:\.0*)?|0?\.9\d*)\s+(?:g|sc|scn)|(?:(?:1(?:\.0*)?|0?\.9\d*)\s+){3}(?:rg|sc|scn)|(?:0?(?:\.0\d*)?\s+){4}k)\s/u;
/** Quick to look for; one of them is in all that `WHITE_FILL` finds. */
const MAYBE_WHITE = ['1 g', '1 sc', '1.0 sc', '1 rg', '0 k', '1.', '.9', '.0'];
const INVISIBLE_TEXT = /(?:^|\s)3\s+Tr\s/u;

export type DrawingHints = {
  whiteFill: boolean;
  invisibleText: boolean;
  /** Some instructions unpack to more than any page needs: who follows them runs out of memory. */
  bomb: boolean;
  /** Nothing can be said of it: it is encrypted. */
  unknown: boolean;
};

/**
 * Whether any page may draw in white, or text that is not painted, by a glance at the drawing instructions: asking the
 * parser for the colour of every letter costs a quarter of its time. What cannot be looked into may draw in white.
 */
export const drawingHints = (bytes: Uint8Array): DrawingHints => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const unknown = file.includes('/Encrypt');
  const hints: DrawingHints = {
    whiteFill: unknown,
    invisibleText: false,
    bomb: false,
    unknown,
  };
  if (unknown) return hints;
  let looked = 0;
  for (let at = 0; looked < ALL_LIMIT;) {
    const stream = file.indexOf('stream', at);
    if (stream === -1) return hints;
    const end = file.indexOf('endstream', stream);
    at = end === -1 ? stream + 6 : end + 9;
    const before = file.toString('latin1', Math.max(0, stream - DICTIONARY_REACH), stream);
    const dictionary = before.slice(before.lastIndexOf(' obj') + 1);
    if (NO_DRAWING.test(dictionary)) continue;
    const instructions = unpack(
      file.subarray(stream + 6, end === -1 ? undefined : end),
      dictionary,
    );
    if (instructions === null) return { ...hints, bomb: true };
    looked += instructions.length;
    hints.whiteFill ||=
      MAYBE_WHITE.some((mark) => instructions.includes(mark)) && WHITE_FILL.test(instructions);
    hints.invisibleText ||= instructions.includes('3 Tr') && INVISIBLE_TEXT.test(instructions);
  }
  return { ...hints, whiteFill: true };
};

/** Null: a bomb. */
const unpack = (stream: Buffer, dictionary: string): string | null => {
  const body = stream.subarray(stream[0] === 0x0d ? 2 : 1);
  let unpacked = body;
  // Packed twice is allowed, and what bombs are made of.
  for (const _ of dictionary.matchAll(/FlateDecode/gu)) {
    const more = inflated(unpacked);
    if (more === null) return null;
    unpacked = more;
  }
  return unpacked.toString('latin1', 0, STREAM_LIMIT);
};

/** What is damaged, or not packed so often as is said, stays as it is. */
const inflated = (bytes: Buffer): Buffer | null => {
  try {
    return inflateSync(bytes, { maxOutputLength: BOMB_BYTES });
  } catch (error) {
    const tooLarge = error instanceof RangeError && 'code' in error;
    return tooLarge && error.code === 'ERR_BUFFER_TOO_LARGE' ? null : bytes;
  }
};
