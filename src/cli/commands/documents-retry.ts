import { retried } from '../../contracts/ingestion.ts';
import { DEFAULT_BASE } from '../../domain/knowledge-base.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const { stdout } = invocation.terminal;
  const body = { base: textOption(invocation, 'base') ?? DEFAULT_BASE };
  const { documents } = await withClient(invocation, (client) =>
    client.read(retried, '/api/v1/ingestion/retry', { method: 'POST', body }),
  );
  if (isSet(invocation, 'json')) say(stdout, JSON.stringify({ documents }));
  else say(stdout, `${documents} ${documents === 1 ? 'document waits' : 'documents wait'} again.`);
  return exitCodes.done;
};
