import { expect, test } from 'vitest';
import { keepOpen } from './keep-open.ts';

const openings = (most: number) => {
  const open = new Set<string>();
  const handles = keepOpen((file: string) => {
    open.add(file);
    return { file, close: () => void open.delete(file) };
  }, most);
  return { open, handles };
};

test('the one used longest ago is closed when there are too many', () => {
  const { open, handles } = openings(2);
  const first = handles.use('a');
  handles.use('b');
  expect(handles.use('a')).toBe(first);
  handles.use('c');
  expect([...open]).toEqual(['a', 'c']);
  handles.close('a');
  handles.close('never-open');
  expect([...open]).toEqual(['c']);
});

test('what was not used for a while is closed, and opened again when it is needed', () => {
  const { open, handles } = openings(5);
  handles.use('a');
  expect(handles.closeIdle(60_000)).toBe(1);
  expect(handles.closeIdle(0)).toBe(0);
  expect(open.size).toBe(0);
  expect(handles.use('a').file).toBe('a');
});
