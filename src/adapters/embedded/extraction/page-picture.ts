import { inflateSync } from 'node:zlib';

/** How light each point of a drawn page is. */
export type PagePicture = { width: number; height: number; light: Uint8Array };

const SIGNATURE_BYTES = 8;
const TRUE_COLOUR = 2;
const TRUE_COLOUR_ALPHA = 6;
const LARGEST = 40_000_000;

/** Reads the one kind of PNG that pages are drawn as: eight bits, in colour, not interlaced. Null for others. */
export const readPagePicture = (png: Buffer): PagePicture | null => {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, colours, , , interlaced] = png.subarray(24, 29);
  const channels = colours === TRUE_COLOUR_ALPHA ? 4 : colours === TRUE_COLOUR ? 3 : 0;
  if (depth !== 8 || channels === 0 || interlaced !== 0 || width * height > LARGEST) return null;
  const rowBytes = width * channels;
  const rows = inflateSync(dataOf(png), { maxOutputLength: (rowBytes + 1) * height });
  const light = new Uint8Array(width * height);
  let above = new Uint8Array(rowBytes);
  for (let y = 0; y < height; y += 1) {
    const start = y * (rowBytes + 1);
    const row = new Uint8Array(rows.subarray(start + 1, start + 1 + rowBytes));
    unfilter(row, { above, channels, filter: rows[start] ?? 0 });
    for (let x = 0; x < width; x += 1) light[y * width + x] = lightAt(row, x * channels);
    above = row;
  }
  return { width, height, light };
};

const dataOf = (png: Buffer): Buffer => {
  const parts: Buffer[] = [];
  for (let at = SIGNATURE_BYTES; at + 8 < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return Buffer.concat(parts);
};

const lightAt = (row: Uint8Array, at: number): number =>
  ((row[at] ?? 0) * 2 + (row[at + 1] ?? 0) * 5 + (row[at + 2] ?? 0)) >> 3;

type Filtered = { above: Uint8Array; channels: number; filter: number };

/** Turns the differences that PNG stores back into values, in place. */
const unfilter = (row: Uint8Array, { above, channels, filter }: Filtered): void => {
  if (filter === 0) return;
  for (let at = 0; at < row.length; at += 1) {
    const left = row[at - channels] ?? 0;
    const up = above[at] ?? 0;
    const corner = above[at - channels] ?? 0;
    row[at] = (row[at] ?? 0) + predicted(filter, { left, up, corner });
  }
};

const predicted = (
  filter: number,
  { left, up, corner }: { left: number; up: number; corner: number },
): number => {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - corner;
  const toLeft = Math.abs(estimate - left);
  const toUp = Math.abs(estimate - up);
  const toCorner = Math.abs(estimate - corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
};

/** The largest difference of light within a rectangle; 0 where the picture ends. */
export const contrastIn = (
  { width, height, light }: PagePicture,
  rect: { x: number; y: number; width: number; height: number },
): number => {
  const right = Math.min(width, Math.ceil(rect.x + rect.width));
  const bottom = Math.min(height, Math.ceil(rect.y + rect.height));
  let darkest = 255;
  let lightest = 0;
  for (let y = Math.max(0, Math.floor(rect.y)); y < bottom; y += 1)
    for (let x = Math.max(0, Math.floor(rect.x)); x < right; x += 1) {
      const value = light[y * width + x] ?? 0;
      if (value < darkest) darkest = value;
      if (value > lightest) lightest = value;
    }
  return Math.max(0, lightest - darkest);
};
