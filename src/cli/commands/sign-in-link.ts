import { isSet, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { signInLink } from '../operator.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const link = await withClient(invocation, (client) =>
    client.read(signInLink, '/api/v1/operator/sign-in-link', { method: 'POST' }),
  );
  say(invocation.terminal.stdout, isSet(invocation, 'json') ? JSON.stringify(link) : link.url);
  return exitCodes.done;
};
