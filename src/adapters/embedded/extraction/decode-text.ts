/**
 * The text of bytes whose encoding nobody told us reliably: byte order mark, UTF-16 by its zero bytes, UTF-8 when it
 * is valid, else what the file says of itself, else windows-1252. Null when the bytes are not text.
 */
export const decodeText = (bytes: Uint8Array, declared?: string): string | null => {
  const encoding = marked(bytes) ?? utf16WithoutMark(bytes);
  if (encoding) return new TextDecoder(encoding).decode(bytes);
  if (looksBinary(bytes)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return decoderFor(declared).decode(bytes);
  }
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

/** A stray NUL or escape code is only dirt in a text; many of them are a program or a picture. */
const looksBinary = (bytes: Uint8Array): boolean => {
  const sample = bytes.subarray(0, SAMPLE * 4);
  let odd = 0;
  for (const byte of sample) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd += 1;
  return odd > 4 && odd > sample.length * 0.02;
};

const decoderFor = (declared: string | undefined) => {
  try {
    // Declared UTF-8 was just found to be wrong.
    if (declared && !/^utf-?8$/iu.test(declared)) return new TextDecoder(declared);
  } catch {
    // A name nobody knows: fall back like every browser does.
  }
  return new TextDecoder('windows-1252');
};
