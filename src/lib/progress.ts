/** A line that is drawn over: how much of a long piece of work is done, and about how long the rest takes. */
export type Progress = { show(done: number): void; end(): void };

const LEAST_BETWEEN_MS = 100;

const inWords = (seconds: number): string => {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
};

/** Draws nothing where nobody watches. */
export const startProgress = (
  output: { write(text: string): unknown; isTerminal: boolean },
  { label, total }: { label: string; total: number },
): Progress => {
  const started = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  const line = (done: number): string => {
    const rest = ((performance.now() - started) / 1000 / done) * (total - done);
    const left = done > 0 && done < total ? `, about ${inWords(rest)} left` : '';
    return `${label}: ${done} of ${total}${left}`;
  };
  return {
    show(done) {
      if (!output.isTerminal || performance.now() - drawn < LEAST_BETWEEN_MS) return;
      drawn = performance.now();
      output.write(`\r\u001B[K${line(done)}`);
    },
    end() {
      if (output.isTerminal) output.write('\r\u001B[K');
    },
  };
};
