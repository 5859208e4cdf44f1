import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDataFolder } from '../lib/data-folder.ts';
import { isMissing } from '../lib/files.ts';

/** Files below a folder, in order. Hidden ones, links and data folders are left alone: nobody meant those. */
async function* below(folder: string): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  if (isDataFolder(entries.map(({ name }) => name))) return;
  for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* below(path);
    else if (entry.isFile()) yield path;
  }
}

export type FoundFile = { path: string; name: string };

/** The files that these paths name, each once; and the paths at which there is nothing. */
export const findFiles = async (
  paths: readonly string[],
): Promise<{ files: FoundFile[]; missing: string[] }> => {
  const found = new Set<string>();
  const missing: string[] = [];
  for (const path of paths) {
    try {
      if ((await stat(path)).isDirectory()) {
        for await (const file of below(path)) found.add(file);
      } else found.add(path);
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
      missing.push(path);
    }
  }
  return { files: [...found].map((path) => ({ path, name: basename(path) })), missing };
};
