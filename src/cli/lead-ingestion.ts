import { ingestion } from '../contracts/ingestion.ts';
import { isSet, type Run } from './command.ts';
import { sayIngestion, scopeOption } from './ingestion.ts';
import { withClient } from './open-client.ts';
import { exitCodes, say } from './terminal.ts';

/** Pauses or resumes, and says how it stands then. */
export const leading =
  (how: 'pause' | 'resume'): Run =>
  async (invocation) => {
    const { stdout } = invocation.terminal;
    const sending = { method: 'POST', body: scopeOption(invocation) } as const;
    const shown = await withClient(invocation, (client) =>
      client.read(ingestion, `/api/v1/ingestion/${how}`, sending),
    );
    if (isSet(invocation, 'json')) say(stdout, JSON.stringify(shown));
    else sayIngestion(stdout, shown);
    return exitCodes.done;
  };
