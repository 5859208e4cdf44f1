/** Handles by file, at most `most`: the one used longest ago is closed first. */
export const keepOpen = <Handle extends { close(): void }>(
  open: (file: string) => Handle,
  most: number,
) => {
  const handles = new Map<string, { handle: Handle; usedAt: number }>();
  const close = (file: string): void => {
    handles.get(file)?.handle.close();
    handles.delete(file);
  };
  return {
    use(file: string): Handle {
      const handle = handles.get(file)?.handle ?? open(file);
      handles.delete(file);
      handles.set(file, { handle, usedAt: performance.now() });
      const [oldest] = handles.keys();
      if (handles.size > most && oldest !== undefined) close(oldest);
      return handle;
    },
    close,
    /** Gives the number of those that stay open. */
    closeIdle(milliseconds: number): number {
      const since = performance.now() - milliseconds;
      for (const [file, { usedAt }] of handles) if (usedAt <= since) close(file);
      return handles.size;
    },
  };
};
