import type { Logger } from '../../../ports/telemetry.ts';
import type { lazyThread, makeThreads } from './threads.ts';
import type { Served } from './vectors/spaces.ts';

type Needs = {
  writer: ReturnType<typeof lazyThread>;
  searchers: ReturnType<typeof makeThreads>;
  logger: Logger;
};

/** The codes of more vectors are read before the first question has to wait for them. */
const READ_AHEAD = 20_000;

/** What `served` said last, by index file: every search is told where the vectors are. */
export const makeServedSpaces = ({ writer, searchers, logger }: Needs) => {
  const served = new Map<string, Served | null>();

  const warm = async (file: string): Promise<void> => {
    const space = served.get(file);
    if (!space || space.passages < READ_AHEAD) return;
    let done = false;
    while (!done && served.get(file) === space)
      done = await searchers.onIdle((calls) => calls.call('warm', [space.file]));
  };
  const set = (file: string, space: Served | null): void => {
    served.set(file, space);
    warm(file).catch((error: unknown) => logger.debug('vectors not read ahead', { error }));
  };
  return {
    set,
    fileFor: (file: string): string | null => served.get(file)?.file ?? null,
    /** After a change of spaces: searches that begin from now on use the one that is served now. */
    async follow(file: string): Promise<void> {
      const before = served.get(file);
      set(file, await writer.calls().call('served', [file]));
      if (before)
        await Promise.all(
          searchers.all().map((thread) => thread.calls().call('release', [before.file])),
        );
    },
  };
};
