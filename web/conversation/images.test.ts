import { expect, test } from 'vitest';
import { refusalOf } from './images.ts';

test.for([
  [{ type: 'image/svg+xml', size: 10 }, 5, /PNG, JPEG/],
  [{ type: 'image/gif', size: 6_000_000 }, 5, /6 MB/],
  [{ type: 'image/webp', size: 10 }, 0, /5 images/],
] as const)(
  'an image that cannot be read is refused with the reason: %o',
  ([file, room, reason]) => {
    expect(refusalOf(file, room)).toMatch(reason);
  },
);

test('the largest image that is taken fits into what the server takes', () => {
  const size = 5_999_900;
  expect(refusalOf({ type: 'image/jpeg', size }, 1)).toBeNull();
  expect('data:image/jpeg;base64,'.length + Math.ceil(size / 3) * 4).toBeLessThanOrEqual(8_000_000);
});
