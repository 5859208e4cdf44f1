import { mkdtemp, readdir, readFile, rm, rmdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { isMissing } from './files.ts';

/** What the shortest of our systems takes for the address of a Unix socket, its end mark included. */
const LONGEST_ADDRESS = 100;
const SOCKET = 'server.sock';
const PLACE = 'docent-';
const ELSEWHERE = 'server.sock-path';

/**
 * Where a server of this folder listens for the command line: in the folder, or, where that path is too long for
 * a socket, in a private folder of its own whose place the data folder keeps. Removes what a dead server left.
 * Only for the one who holds the folder.
 */
export const placeSocket = async (folder: string): Promise<string> => {
  await removeSocket(folder);
  const inside = join(resolve(folder), SOCKET);
  if (Buffer.byteLength(inside) <= LONGEST_ADDRESS) return inside;
  const elsewhere = join(await mkdtemp(join(tmpdir(), PLACE)), SOCKET);
  await writeFile(join(folder, ELSEWHERE), elsewhere, { mode: 0o600 });
  return elsewhere;
};

/** Where to look for a server of this folder. It need not be there, nor alive. */
export const socketOf = async (folder: string): Promise<string> =>
  (await keptPlace(folder)) ?? join(resolve(folder), SOCKET);

/** Takes the socket away with everything that was made for it. */
export const removeSocket = async (folder: string): Promise<void> => {
  const elsewhere = await keptPlace(folder);
  if (elsewhere) await removePlace(elsewhere);
  await rm(join(folder, ELSEWHERE), { force: true });
  await rm(join(folder, SOCKET), { force: true });
};

/** The socket and its folder, which holds nothing else: a path that was cut off on the disk must empty no other. */
const removePlace = async (path: string): Promise<void> => {
  if (basename(path) !== SOCKET || !basename(dirname(path)).startsWith(PLACE)) return;
  await rm(path, { force: true });
  const left = await readdir(dirname(path)).catch(unlessMissing);
  if (left?.length === 0) await rmdir(dirname(path));
};

const keptPlace = (folder: string): Promise<string | null> =>
  readFile(join(folder, ELSEWHERE), 'utf8').catch(unlessMissing);

const unlessMissing = (thrown: unknown): null => {
  if (isMissing(thrown)) return null;
  throw thrown;
};
