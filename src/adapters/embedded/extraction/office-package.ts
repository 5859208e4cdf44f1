import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { decodeText } from './decode-text.ts';

export type Parts = Record<string, Uint8Array>;

export const TEXT_PART = /\.(?:xml|rels|x?html?|opf)$|^mimetype$/iu;
const TRAVERSAL = /(?:^|[\\/])\.\.(?:[\\/]|$)|^[\\/]/u;

/** The parts of an Office file that hold text, unpacked in memory. Pictures stay packed; names never reach a path. */
export const unpackText = (bytes: Uint8Array): Parts =>
  unzipSync(bytes, { filter: ({ name }) => TEXT_PART.test(name) && !TRAVERSAL.test(name) });

/** Stored without packing: it is read again at once. */
export const pack = (parts: Parts): Buffer => Buffer.from(zipSync(parts, { level: 0 }));

/** The XML of a part as text; its declaration goes, because it names an encoding that is no longer true. */
export const xmlOf = (part: Uint8Array | undefined): string =>
  part === undefined
    ? ''
    : (decodeText(part) ?? strFromU8(part, true)).replace(/^\uFEFF?<\?xml[^>]*\?>/u, '');

export const partOf = (xml: string): Uint8Array => strToU8(xml);
