const DELAY_MS = 150;

/**
 * Saves what changed at most `DELAY_MS` after the first change, one save at a time. A failed save is thrown by
 * `close`, after which nothing is saved any more.
 */
export const partialSaver = (save: () => Promise<void>) => {
  let timer: NodeJS.Timeout | undefined;
  let saving: Promise<void> = Promise.resolve();
  let failed: unknown;
  const run = () => {
    timer = undefined;
    saving = saving.then(save).catch((error: unknown) => {
      failed ??= error;
    });
  };
  return {
    changed(): void {
      timer ??= setTimeout(run, DELAY_MS);
    },
    async close(): Promise<void> {
      clearTimeout(timer);
      await saving;
      if (failed !== undefined) throw failed;
    },
  };
};
