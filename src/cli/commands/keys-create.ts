import { createdKey } from '../../contracts/identity.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const { stdout } = invocation.terminal;
  const role = textOption(invocation, 'role');
  const scopes = textOption(invocation, 'scopes')
    ?.split(',')
    .map((scope) => scope.trim());
  const body = {
    name: invocation.values[0],
    ...(role ? { role } : {}),
    ...(scopes ? { scopes } : {}),
  };
  const { id, key } = await withClient(invocation, (client) =>
    client.read(createdKey, '/api/v1/keys', { method: 'POST', body }),
  );
  if (isSet(invocation, 'json')) say(stdout, JSON.stringify({ id, key }));
  else {
    say(stdout, key);
    say(
      invocation.terminal.stderr,
      `Keep it now: it is not shown again. To end it: docent keys revoke ${id}`,
    );
  }
  return exitCodes.done;
};
