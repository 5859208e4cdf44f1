import { ingestion } from '../../contracts/ingestion.ts';
import { withQuery } from '../client.ts';
import { isSet, textOption, type Run } from '../command.ts';
import { sayIngestion } from '../ingestion.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

export const run: Run = async (invocation) => {
  const { stdout } = invocation.terminal;
  const path = withQuery('/api/v1/ingestion', { base: textOption(invocation, 'base') });
  const shown = await withClient(invocation, (client) => client.read(ingestion, path));
  if (isSet(invocation, 'json')) say(stdout, JSON.stringify(shown));
  else sayIngestion(stdout, shown);
  return exitCodes.done;
};
