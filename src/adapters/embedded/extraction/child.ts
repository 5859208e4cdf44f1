import { extractFile } from './extract-file.ts';
import type { ChildReply, ChildRequest } from './warm-child.ts';

const reply = (message: ChildReply): void => void process.send?.(message);

/** The child process: one file at a time, until it is killed or its parent has gone. */
process.on('message', (request: ChildRequest) => {
  void extractFile(request).then(
    (result) => reply({ result }),
    (error: unknown) =>
      reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
