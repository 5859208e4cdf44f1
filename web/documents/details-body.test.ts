import { expect, test } from 'vitest';
import { bodyOf, noDetails } from './details-body.ts';

test('empty fields change nothing', () => {
  expect(bodyOf(noDetails)).toBeNull();
  expect(bodyOf({ ...noDetails, category: '  ', addTags: ' , ' })).toBeNull();
});

test('only what is filled in is changed', () => {
  expect(
    bodyOf({
      ...noDetails,
      category: ' Travel ',
      target_audience: 'managers, drivers',
      authority: '0.7',
      addTags: 'cars,\nhotels',
      unset: 'version',
    }),
  ).toEqual({
    set: { category: 'Travel', target_audience: ['managers', 'drivers'], authority: 0.7 },
    addTags: ['cars', 'hotels'],
    unset: ['version'],
  });
  expect(bodyOf({ ...noDetails, authority: 'official' })).toEqual({
    set: { authority: 'official' },
  });
});
