import { socketOf } from '../lib/folder-socket.ts';
import type { Settings } from '../settings/load.ts';
import { apiClient, type Client, type Transport } from './client.ts';
import type { Invocation } from './command.ts';
import { requireSettings } from './load-settings.ts';
import { isListening, socketFetch } from './socket-fetch.ts';
import type { Terminal } from './terminal.ts';

/** The server that runs in this folder; null when none does. */
export const runningServer = async (folder: string): Promise<Transport | null> => {
  const path = await socketOf(folder);
  if (!(await isListening(path))) return null;
  return { fetch: (request) => socketFetch(path, request), close: async () => undefined };
};

type Opening = { settings: Settings; terminal: Terminal; works: boolean };

/** The program itself, opened in this process; `works`: the index is put right, and documents that wait are read. */
const openFolder = async ({ settings, terminal, works }: Opening): Promise<Transport> => {
  const { compose } = await import('../compose.ts');
  const docent = await compose(settings, { log: terminal.stderr });
  if (works) await docent.start({ folders: [], whole: true });
  return { fetch: (request) => docent.fetch(request, 'operator'), close: () => docent.close() };
};

export const openClientOf = async (opening: Opening): Promise<Client> => {
  const { settings, terminal } = opening;
  const transport = (await runningServer(settings.data.folder)) ?? (await openFolder(opening));
  return apiClient(transport, { basePath: settings.server.basePath, stop: terminal.stop });
};

/** Calls `use` with a client of this call's data folder, and closes it whatever happens. */
export const withClient = async <Value>(
  invocation: Invocation,
  use: (client: Client) => Promise<Value>,
  { works = false } = {},
): Promise<Value> => {
  const settings = requireSettings(invocation);
  const quiet: Settings = { ...settings, logs: { level: 'error' } };
  const client = await openClientOf({ settings: quiet, terminal: invocation.terminal, works });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
};
