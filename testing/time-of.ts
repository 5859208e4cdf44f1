/**
 * How many milliseconds it takes here and now. Several times that is the deadline for a test of what is too slow: a
 * busy machine makes both slower.
 */
export const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
