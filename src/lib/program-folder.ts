import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the installed program, the one with its `package.json`: from the sources and from a bundle. */
export const programFolder = (): string => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('package.json of the program is missing');
    folder = above;
  }
  return folder;
};

/** The documents that come with the program. */
export const exampleFolder = (): string => join(programFolder(), 'examples/documents');
