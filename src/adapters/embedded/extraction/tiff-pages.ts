const LITTLE_ENDIAN = 'II*\0';
const BIG_ENDIAN = 'MM\0*';
const COUNT_BYTES = 2;
const ENTRY_BYTES = 12;
/** The field that says what a picture in the file is for; a number with this bit is a small copy of another. */
const PURPOSE = 254;
const SMALL_COPY = 1;
const PAGE_LIMIT = 10_000;

const startOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 4)).toString('latin1');

export const isTiff = (bytes: Uint8Array): boolean =>
  [LITTLE_ENDIAN, BIG_ENDIAN].includes(startOf(bytes));

/** Where in its header a TIFF says where its first page is described. */
const FIRST_PAGE = 4;

/** Makes a TIFF begin with the page that is described at `place`, for who reads the first page only. */
export const beginWith = (bytes: Uint8Array, place: number): void => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(FIRST_PAGE, place, startOf(bytes) === LITTLE_ENDIAN);
};

/** Where the pages of a TIFF are described, small copies of a page aside; empty for other pictures. */
export const placesOfTiffPages = (bytes: Uint8Array): number[] => {
  if (!isTiff(bytes)) return [];
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = startOf(bytes) === LITTLE_ENDIAN;
  const short = (at: number) => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const long = (at: number) => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const purpose = (directory: number, fields: number): number => {
    for (let field = 0; field < fields; field += 1) {
      const at = directory + COUNT_BYTES + field * ENTRY_BYTES;
      if (short(at) === PURPOSE) return long(at + 8);
    }
    return 0;
  };
  const pages: number[] = [];
  const seen = new Set([0]);
  try {
    for (let at = long(FIRST_PAGE); !seen.has(at) && seen.size <= PAGE_LIMIT;) {
      seen.add(at);
      const fields = short(at);
      if ((purpose(at, fields) & SMALL_COPY) === 0) pages.push(at);
      at = long(at + COUNT_BYTES + fields * ENTRY_BYTES);
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // cut off: what is there counts
  }
  return pages;
};
