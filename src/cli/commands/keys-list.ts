import { z } from 'zod';
import { key } from '../../contracts/identity.ts';
import { table } from '../../lib/table.ts';
import { isSet, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, harmless, say } from '../terminal.ts';

const keyList = z.object({ items: z.array(key) });

const day = (time: number | null): string =>
  time === null ? '–' : new Date(time).toISOString().slice(0, 10);

export const run: Run = async (invocation) => {
  const { stdout } = invocation.terminal;
  const { items: keys } = await withClient(invocation, (client) =>
    client.read(keyList, '/api/v1/keys'),
  );
  if (isSet(invocation, 'json')) {
    say(stdout, JSON.stringify({ keys }));
    return exitCodes.done;
  }
  const rows = keys.map(({ id, name, role, scopes, createdAt, lastUsedAt, revokedAt }) => [
    id,
    role,
    scopes.join(' '),
    day(createdAt),
    day(lastUsedAt),
    revokedAt === null ? harmless(name) : `${harmless(name)} (ended ${day(revokedAt)})`,
  ]);
  for (const line of table([['id', 'role', 'scopes', 'created', 'used', 'name'], ...rows])) {
    say(stdout, line);
  }
  return exitCodes.done;
};
