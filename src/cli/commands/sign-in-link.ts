import { signInLink } from '../../contracts/identity.ts';
import { withQuery } from '../client.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const path = withQuery('/api/v1/operator/sign-in-link', {
    name: textOption(invocation, 'name'),
    role: textOption(invocation, 'role'),
  });
  const link = await withClient(invocation, (client) =>
    client.read(signInLink, path, { method: 'POST' }),
  );
  say(invocation.terminal.stdout, isSet(invocation, 'json') ? JSON.stringify(link) : link.url);
  return exitCodes.done;
};
