import { type ChildReply, type ChildRequest, packResult } from './child-messages.ts';
import { extractFile } from './extract-file.ts';
import type { LongReading } from './long-reading.ts';

const reply = (message: ChildReply): void => void process.send?.(message);

/** The child process: one file at a time, until it is killed or its parent has gone. */
process.on('message', ({ pieces, skipped, alone, enough, ...file }: ChildRequest) => {
  const steps = {
    pieces,
    skipped,
    alone,
    enough,
    begin: (step) => reply({ step }),
    save: (piece) => reply({ piece }),
    progress: (done, total) => reply({ done, total }),
  } satisfies LongReading;
  void extractFile(file, steps).then(
    (result) => reply(packResult(result)),
    (error: unknown) =>
      reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
