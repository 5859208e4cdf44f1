/** The signal of calls whose end is not what a test is about: what hangs is ended by the test runner. */
export const patient = (): AbortSignal => new AbortController().signal;
