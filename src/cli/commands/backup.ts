import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../../domain/problem.ts';
import { fileProblem, fileSize, removeAll } from '../../lib/files.ts';
import { readBackup } from '../backup-file.ts';
import { isSet, type Run } from '../command.ts';
import { requireFolderOf } from '../named-file.ts';
import { withClient } from '../open-client.ts';
import { exitCodes, say } from '../terminal.ts';

const BACKUP_DEADLINE_MS = 24 * 3_600_000;

/** Writes beside the wanted name, reads all of it back, and only then gives it its name. */
export const run: Run = async (invocation) => {
  const { stdout, stop } = invocation.terminal;
  const file = invocation.values[0] ?? '';
  if ((await fileSize(file)) !== null) {
    throw new Problem('conflict', `${file} exists already. Choose another name, or remove it.`);
  }
  await requireFolderOf(file);
  const partial = `${file}.partial`;
  try {
    await withClient(invocation, async (client) => {
      const sending = { method: 'POST', deadlineMs: BACKUP_DEADLINE_MS } as const;
      const { body } = await client.send('/api/v1/operator/backup', sending);
      if (!body) throw new Problem('internal', 'The backup came without a body.');
      const target = createWriteStream(partial, { mode: 0o600, flush: true });
      await pipeline(body, target, { signal: stop });
    });
    const { files } = await readBackup(partial, { into: null, signal: stop });
    await rename(partial, file);
    const bytes = await fileSize(file);
    if (isSet(invocation, 'json'))
      say(stdout, JSON.stringify({ file, files: files.length, bytes }));
    else say(stdout, `Wrote ${file}: ${files.length} files, read back and verified.`);
    return exitCodes.done;
  } catch (thrown) {
    await removeAll(partial);
    throw fileProblem(thrown);
  }
};
