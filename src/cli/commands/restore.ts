import { rename } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Problem } from '../../domain/problem.ts';
import {
  fileProblem,
  fileSize,
  makeDurable,
  makePrivateFolder,
  namesIn,
  removeAll,
} from '../../lib/files.ts';
import { newId } from '../../lib/ids.ts';
import { readBackup } from '../backup-file.ts';
import { isSet, type Run } from '../command.ts';
import { requireSettings } from '../load-settings.ts';
import { runningServer } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

/** A folder that is a mount of its own can be neither renamed nor replaced. */
const moveFolder = async (from: string, to: string): Promise<void> => {
  try {
    await rename(from, to);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code !== 'EBUSY' && code !== 'EXDEV') throw cause;
    throw new Problem(
      'storage-failed',
      'The data folder is a mount point and cannot be replaced. Restore into a folder below it, and name that one in DOCENT_DATA.',
      { cause },
    );
  }
};

/** Takes the folder's place in one step; what was there stays beside it, under the name this gives. */
const takePlace = async (
  restored: string,
  { folder, occupied }: { folder: string; occupied: boolean },
): Promise<string | null> => {
  const aside = join(dirname(folder), `${basename(folder)}.${newId('before')}`);
  if (occupied) await moveFolder(folder, aside);
  try {
    await moveFolder(restored, folder);
  } catch (thrown) {
    if (occupied) await rename(aside, folder);
    throw thrown;
  }
  await makeDurable(dirname(folder));
  return occupied ? aside : null;
};

/** Never half done: a backup is read and compared as a whole beside the folder before anything there changes. */
export const run: Run = async (invocation) => {
  const { stdout, stop } = invocation.terminal;
  const file = invocation.values[0] ?? '';
  const folder = resolve(requireSettings(invocation).data.folder);
  if ((await fileSize(file)) === null) throw new Problem('not-found', `There is no file ${file}.`);
  const server = await runningServer(folder);
  if (server) {
    throw new Problem('conflict', 'A server is running in this data folder. Stop it first.');
  }
  const occupied = (await namesIn(folder)).length > 0;
  if (occupied && !isSet(invocation, 'replace')) {
    throw new Problem('conflict', `${folder} is not empty. With --replace it is kept aside.`);
  }
  const restoring = join(dirname(folder), `${basename(folder)}.${newId('restoring')}`);
  try {
    await makePrivateFolder(restoring);
    const { files } = await readBackup(file, { into: restoring, signal: stop });
    const aside = await takePlace(restoring, { folder, occupied });
    if (isSet(invocation, 'json')) {
      say(stdout, JSON.stringify({ folder, files: files.length, aside }));
    } else {
      say(
        stdout,
        `Restored ${files.length} files to ${folder}. The next start makes the index anew.`,
      );
      if (aside) say(stdout, `What was there before is in ${aside}.`);
    }
    return exitCodes.done;
  } catch (thrown) {
    await removeAll(restoring);
    throw fileProblem(thrown);
  }
};
