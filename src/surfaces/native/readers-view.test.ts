import { expect, test } from 'vitest';
import type { Principal } from '../../domain/principal.ts';
import { readersView } from './document-views.ts';

const principal: Principal = {
  tenant: 'default',
  id: 'ada',
  kind: 'user',
  name: 'Ada',
  role: 'member',
  groups: [],
  scopes: [],
};
const tokens = ['user:ada', 'user:lin', 'user:gone', 'group:Finance'];
const said = { everyone: false, groups: ['Finance'], you: true };

test('people are named to those who know the accounts; of others there are only so many', () => {
  const names = new Map([
    ['ada', 'Ada'],
    ['lin', 'Lin'],
  ]);
  expect(readersView(tokens, { principal, names })).toEqual({
    ...said,
    people: ['Lin'],
    otherPeople: 1,
  });
  expect(readersView(tokens, { principal, names: null })).toEqual({
    ...said,
    people: [],
    otherPeople: 2,
  });
});

test('everyone is everyone, nobody is nobody', () => {
  const nobody = { everyone: false, groups: [], you: false, people: [], otherPeople: 0 };
  expect(readersView(['everyone'], { principal, names: null })).toEqual({
    ...nobody,
    everyone: true,
  });
  expect(readersView([], { principal, names: null })).toEqual(nobody);
});
