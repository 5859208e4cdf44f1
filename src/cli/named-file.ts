import { readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '../domain/problem.ts';
import { fileProblem, fileSize, isMissing } from '../lib/files.ts';

/** The text of a file that a person named. */
export const readInput = async (path: string): Promise<string> => {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (!isMissing(cause)) throw fileProblem(cause);
    throw new Problem('not-found', `There is no file ${path}.`, { cause });
  }
};

/** Before the work whose outcome is to be written there. */
export const requireFolderOf = async (path: string): Promise<void> => {
  const folder = dirname(path);
  if ((await fileSize(folder)) === null)
    throw new Problem('not-found', `There is no folder ${folder}.`);
};

export const writeOutput = async (path: string, text: string): Promise<void> => {
  try {
    await writeFile(path, text);
  } catch (thrown) {
    throw fileProblem(thrown);
  }
};
