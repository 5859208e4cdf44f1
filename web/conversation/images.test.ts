import { expect, test } from 'vitest';
import { refusalOf } from './images.ts';

test.for([
  [{ type: 'image/png', size: 5_000_000 }, 1, null],
  [{ type: 'image/svg+xml', size: 10 }, 5, /PNG, JPEG/],
  [{ type: 'image/gif', size: 6_000_000 }, 5, /6 MB/],
  [{ type: 'image/webp', size: 10 }, 0, /5 images/],
] as const)('an image is taken, or refused with the reason: %o', ([file, room, reason]) => {
  const refusal = refusalOf(file, room);
  if (reason === null) expect(refusal).toBeNull();
  else expect(refusal).toMatch(reason);
});

test('the largest image that is taken fits into what the server takes', () => {
  const size = 5_999_900;
  expect(refusalOf({ type: 'image/jpeg', size }, 1)).toBeNull();
  expect('data:image/jpeg;base64,'.length + Math.ceil(size / 3) * 4).toBeLessThanOrEqual(8_000_000);
});
