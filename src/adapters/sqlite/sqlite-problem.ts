import { Problem } from '../../domain/problem.ts';

export const RESTORE =
  'Check the disk and its rights; if that does not help, bring back a backup with `docent restore`.';

const busy = (cause: unknown) =>
  new Problem('busy', 'The database is busy. Try again.', { cause, retryAfter: 1 });
const broken = (what: string) => (cause: unknown, file: string) =>
  new Problem('storage-failed', `${file} ${what}. ${RESTORE}`, { cause });

/** By primary result code; the upper bytes of `errcode` say more than people need. */
const problems: Record<number, (cause: unknown, file: string) => Problem> = {
  5: busy,
  6: busy,
  8: broken('cannot be written'),
  10: broken('cannot be read or written: the disk failed'),
  11: broken('is damaged'),
  13: (cause) =>
    new Problem('storage-full', 'There is no room left in the data folder. Free some space.', {
      cause,
    }),
  14: broken('cannot be opened'),
  19: (cause) =>
    new Problem('conflict', 'It is there already, or what it belongs to is gone.', { cause }),
  26: broken('is damaged: it is no database any more'),
};

/** What a failed statement means to people; anything that SQLite did not throw stays as it is. */
export const sqliteProblem = (thrown: unknown, file = 'A database'): unknown => {
  if (!(thrown instanceof Error && 'errcode' in thrown && typeof thrown.errcode === 'number'))
    return thrown;
  return problems[thrown.errcode & 0xff]?.(thrown, file) ?? thrown;
};
