import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';

/**
 * The text of bytes whose encoding nobody told us reliably: byte order mark, UTF-32 and UTF-16 by their zero bytes,
 * UTF-8 when nearly all of it is valid, else what the file says of itself, else what its letters look most like. Null when the bytes
 * are not text.
 */
export const decodeText = (bytes: Uint8Array, declared?: string): string | null => {
  if (isUtf32(bytes, 'little')) return decodeUtf32(bytes, 'little');
  if (isUtf32(bytes, 'big')) return decodeUtf32(bytes, 'big');
  const encoding = marked(bytes) ?? utf16WithoutMark(bytes);
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  if (looksBinary(bytes)) return null;
  const escaped = escapedEncoding(bytes);
  if (escaped) return new TextDecoder(escaped).decode(bytes);
  const text = new TextDecoder().decode(bytes);
  return isUtf8(bytes) || isMostlyValid(text) ? text : decoderFor(declared, bytes).decode(bytes);
};

const DAMAGE = /\uFFFD+/gu;
const BEYOND_ASCII = /[^\p{ASCII}\uFFFD]/gu;
/** In other encodings hardly a letter beyond ASCII is by chance one of UTF-8. */
const DAMAGED_SHARE = 0.5;

/** A text that was cut inside a letter, or has a few wrong bytes, is still what the rest of it is. */
const isMostlyValid = (text: string): boolean => {
  const damaged = text.match(DAMAGE)?.length ?? 0;
  return damaged < (text.match(BEYOND_ASCII)?.length ?? 0) * DAMAGED_SHARE;
};

const marked = (bytes: Uint8Array): string | null => {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
};

const SAMPLE = 4096;

const utf16WithoutMark = (bytes: Uint8Array): string | null => {
  const sample = bytes.subarray(0, SAMPLE);
  const zeros = [0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const half = sample.length / 2;
  if (odd > half * 0.4 && even < half * 0.05) return 'utf-16le';
  if (even > half * 0.4 && odd < half * 0.05) return 'utf-16be';
  return null;
};

type ByteOrder = 'little' | 'big';

/** With its mark, or with so many characters of the common planes that it can be nothing else. */
const isUtf32 = (bytes: Uint8Array, order: ByteOrder): boolean => {
  if (bytes.length < 8 || bytes.length % 4 !== 0) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, SAMPLE));
  for (let at = 0; at < view.byteLength; at += 4) {
    const point = view.getUint32(at, order === 'little');
    if (point === 0 || point > 0x10_ff_ff) return false;
  }
  return true;
};

const CODE_POINTS_AT_ONCE = 8192;

const decodeUtf32 = (bytes: Uint8Array, order: ByteOrder): string => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let from = 0; from < bytes.length; from += CODE_POINTS_AT_ONCE * 4) {
    const points: number[] = [];
    for (let at = from; at < Math.min(bytes.length, from + CODE_POINTS_AT_ONCE * 4); at += 4) {
      const point = view.getUint32(at, order === 'little');
      points.push(point > 0x10_ff_ff ? 0xff_fd : point);
    }
    text += String.fromCodePoint(...points);
  }
  return text.replace(/^\uFEFF/u, '');
};

/** A stray NUL or escape code is only dirt in a text; many of them are a program or a picture. */
const looksBinary = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, SAMPLE * 4);
  let odd = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd += 1;
  return odd > 4 && odd > sample.length * 0.02;
};

const ESCAPE = 27;

/** Japanese mail switches its letters on by escape codes, all in seven bits. */
const escapedEncoding = (bytes: Uint8Array): string | null => {
  const at = bytes.subarray(0, SAMPLE * 4).indexOf(ESCAPE);
  return at !== -1 && bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x40 || bytes[at + 2] === 0x42)
    ? 'iso-2022-jp'
    : null;
};

const decoderFor = (declared: string | undefined, bytes: Uint8Array) => {
  // Declared UTF-8 was just found to be wrong.
  const names = [declared && !/^utf-?8$/iu.test(declared) ? declared : null, likelyEncoding(bytes)];
  for (const name of names) {
    try {
      if (name) return new TextDecoder(name);
    } catch {
      // A name nobody knows: go on as every browser does.
    }
  }
  return new TextDecoder('windows-1252');
};

const GUESS_FROM = 64_000;
const LEAST_CONFIDENCE = 20;
/** Every file fits them a little, and nobody has written them for long. */
const NEVER = /^(?:UTF-|ASCII|IBM|ISO-2022|EBCDIC)/iu;

/** By the letters and pairs of letters of languages. */
const likelyEncoding = (bytes: Uint8Array): string | null => {
  const best = analyse(withoutAscii(bytes)).find(({ name }) => !NEVER.test(name));
  return best && best.confidence >= LEAST_CONFIDENCE ? best.name : null;
};

/** From the lines that need guessing: mostly English ones would hide the others. */
const withoutAscii = (bytes: Uint8Array): Uint8Array => {
  const kept: Uint8Array[] = [];
  let length = 0;
  for (let from = 0; from < bytes.length && length < GUESS_FROM;) {
    const end = bytes.indexOf(10, from);
    const line = bytes.subarray(from, end === -1 ? bytes.length : end + 1);
    from += line.length;
    if (!line.some((byte) => byte > 127)) continue;
    kept.push(line.subarray(0, GUESS_FROM));
    length += line.length;
  }
  return Buffer.concat(kept);
};
