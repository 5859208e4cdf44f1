const units = ['B', 'KB', 'MB', 'GB'];

/** "1.2 MB": small sizes without decimals. */
export const bytesInWords = (bytes: number): string => {
  const power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  return `${(bytes / 1000 ** power).toLocaleString('en', { maximumFractionDigits: power > 1 ? 1 : 0 })} ${units[power]}`;
};
