import { Problem } from '../domain/problem.ts';
import { pause } from './clock.ts';
import { given } from './thread.ts';
import { serveCalls } from './worker-call.ts';

const what: unknown = await given();

const methods = {
  add: (left: number, right: number) => left + right,
  given: (): unknown => what,
  echo: (value: unknown) => value,
  refuse: () => {
    throw new Problem('busy', 'Later.', { retryAfter: 1, cause: new Error('the disk is slow') });
  },
  fail: () => {
    throw new RangeError('out of range');
  },
  notClonable: () => () => 1,
  crash: () => {
    setImmediate(() => {
      throw new Error('crashed');
    });
    return pause(60_000);
  },
  never: () => pause(60_000),
};

export type TestMethods = typeof methods;

serveCalls(methods);
