import { useRef, useState } from 'react';
import type { NamedFile } from '../documents/dropped-files.ts';
import { PICTURES_AT_MOST, readPicture, refusalOf, type Picture } from './images.ts';

type Item = { key: number; name: string; picture: Picture | null; refusal: string | null };

/** The images that go with the next question: they stay in the page until it is asked. */
export const usePictures = () => {
  const [items, setItems] = useState<Item[]>([]);
  const made = useRef(0);
  const change = (key: number, to: Partial<Item>): void =>
    setItems((now) => now.map((item) => (item.key === key ? { ...item, ...to } : item)));

  const add = (files: NamedFile[]): void => {
    let room = PICTURES_AT_MOST - items.filter(({ refusal }) => refusal === null).length;
    for (const { file, name } of files) {
      const key = (made.current += 1);
      const refusal = refusalOf(file, room);
      setItems((now) => [...now, { key, name, picture: null, refusal }]);
      if (refusal !== null) continue;
      room -= 1;
      readPicture(name, file).then(
        (picture) => change(key, { picture }),
        () => change(key, { refusal: 'The image could not be read.' }),
      );
    }
  };
  const remove = (key: number): void => {
    const preview = items.find((item) => item.key === key)?.picture?.preview;
    if (preview !== undefined) URL.revokeObjectURL(preview);
    setItems((now) => now.filter((item) => item.key !== key));
  };
  return {
    items,
    pending: items.some(({ picture, refusal }) => picture === null && refusal === null),
    pictures: items.flatMap(({ picture }) => (picture ? [picture] : [])),
    add,
    remove,
    /** What was asked goes on being shown from its previews: they are not revoked. */
    clear: (): void => setItems([]),
  };
};

export type Pictures = ReturnType<typeof usePictures>;
