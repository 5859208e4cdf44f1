import { call, urlOf } from '../api/request.ts';

/** An image of a question: what is sent, and an address of this page to show it at. */
export type Picture = { name: string; dataUrl: string; preview: string };

export const PICTURES_AT_MOST = 5;
/** The server takes eight million characters of base64 with its beginning. */
const BYTES_AT_MOST = 5_999_900;
const NAME_AT_MOST = 200;
const readable = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

export const isPicture = ({ type }: { type: string }): boolean => type.startsWith('image/');

/** Why an image cannot go with the question; `room`: how many more can. */
export const refusalOf = (file: { type: string; size: number }, room: number): string | null => {
  if (!readable.has(file.type)) return 'Only PNG, JPEG, WebP and GIF images can be read.';
  if (file.size > BYTES_AT_MOST) return 'An image may have 6 MB at most.';
  return room < 1 ? `A question can have ${PICTURES_AT_MOST} images at most.` : null;
};

const dataUrlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      typeof reader.result === 'string' ? resolve(reader.result) : reject(reader.error),
    );
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });

export const readPicture = async (name: string, blob: Blob): Promise<Picture> => ({
  name: name.slice(-NAME_AT_MOST),
  dataUrl: await dataUrlOf(blob),
  preview: URL.createObjectURL(blob),
});

/** The images of a stored question, to be asked with again. */
export const picturesAgain = (stored: { url: string; name: string }[]): Promise<Picture[]> =>
  Promise.all(
    stored.map(async ({ url, name }) =>
      readPicture(name, await (await call(url.slice(urlOf('').length))).blob()),
    ),
  );
