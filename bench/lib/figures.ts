/** The value below which `share` of the values lie. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** One line: name, figure, budget with a verdict, reference. */
export const report = (line: {
  name: string;
  figure: string;
  budget?: { text: string; met: boolean };
  reference?: string;
}): void => {
  const budget = line.budget
    ? `  budget ${line.budget.text}: ${line.budget.met ? 'met' : 'MISSED'}`
    : '';
  const reference = line.reference ? `  (${line.reference})` : '';
  process.stdout.write(
    `${line.name.padEnd(44)} ${line.figure.padStart(14)}${budget}${reference}\n`,
  );
};
