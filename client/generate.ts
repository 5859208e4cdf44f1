import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compose } from '../src/compose.ts';
import { loadSettings } from '../src/settings/load.ts';
import { apiDocument, writeTypes } from './write-types.ts';

/** The compatible surfaces have clients of their own. */
const ours = /^\/(api\/v1|health)\//;

/** The text of `schema.ts` for the server as it is now. */
export const generate = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'docent-client-'));
  const { settings } = loadSettings({
    flags: { data: folder },
    environment: { DOCENT_LOG_LEVEL: 'error' },
    readFile: () => null,
  });
  if (!settings) throw new Error('The settings of the generator are wrong');
  const docent = await compose(settings, { log: process.stderr });
  try {
    const response = await docent.fetch(new Request('http://localhost/openapi.json'));
    const { paths, components } = apiDocument.parse(await response.json());
    const native = Object.entries(paths).filter(([path]) => ours.test(path));
    return writeTypes({ paths: Object.fromEntries(native), components });
  } finally {
    await docent.close();
    await rm(folder, { recursive: true });
  }
};

if (import.meta.main) await writeFile(join(import.meta.dirname, 'schema.ts'), await generate());
