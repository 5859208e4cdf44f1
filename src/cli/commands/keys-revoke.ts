import { isSet, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const id = invocation.values[0] ?? '';
  const path = `/api/v1/keys/${encodeURIComponent(id)}`;
  await withClient(invocation, (client) => client.perform(path, { method: 'DELETE' }));
  const { stdout } = invocation.terminal;
  say(
    stdout,
    isSet(invocation, 'json') ? JSON.stringify({ revoked: id }) : 'The key works no more.',
  );
  return exitCodes.done;
};
