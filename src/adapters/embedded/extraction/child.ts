import '../../../lib/no-network.ts'; // before any library is loaded
import type { ExtractionResult } from '../../../ports/extractor.ts';
import { type ChildReply, type ChildRequest, partsOf, withoutParts } from './child-messages.ts';
import { extractFile } from './extract-file.ts';
import type { LongReading } from './long-reading.ts';

const reply = (message: ChildReply): void => void process.send?.(message);

/** Once the parent has taken it: no more than one lies in memory. */
const replyAndWait = (message: ChildReply): Promise<void> =>
  new Promise((resolve) => {
    process.send?.(message, () => resolve());
  });

const replyWith = async (result: ExtractionResult): Promise<void> => {
  if (result.outcome !== 'extracted') return reply({ result });
  for (const part of partsOf(result.extracted)) await replyAndWait({ part });
  reply({ result: { ...result, extracted: withoutParts(result.extracted) } });
};

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
  void extractFile(file, steps)
    .then(replyWith)
    .catch((error: unknown) =>
      reply({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
});
process.on('disconnect', () => process.exit());
