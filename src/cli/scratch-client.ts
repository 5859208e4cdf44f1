import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAll } from '../lib/files.ts';
import type { Settings } from '../settings/load.ts';
import type { Client } from './client.ts';
import { openClientOf } from './open-client.ts';
import type { Terminal } from './terminal.ts';

/** These settings, but with a data folder that is new and does not outlive the call, and no limit on asking. */
export const withScratchClient = async <Value>(
  { settings, terminal, works }: { settings: Settings; terminal: Terminal; works: boolean },
  use: (client: Client) => Promise<Value>,
): Promise<Value> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-scratch-'));
  const scratch: Settings = {
    ...settings,
    data: { folder },
    limits: { ...settings.limits, asksPerMinute: Number.MAX_SAFE_INTEGER },
    logs: { level: 'silent' }, // what goes wrong is told by the command itself
  };
  try {
    const client = await openClientOf({ settings: scratch, terminal, works });
    try {
      return await use(client);
    } finally {
      await client.close();
    }
  } finally {
    await removeAll(folder);
  }
};
