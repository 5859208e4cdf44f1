/** A signal that fires after `ms` (reason: a `TimeoutError`) or with `signal`, whichever comes first. */
export const deadline = (ms: number, signal?: AbortSignal): AbortSignal => {
  const late = AbortSignal.timeout(Math.ceil(ms)); // it takes whole milliseconds only
  return signal ? AbortSignal.any([signal, late]) : late;
};

export const isTimeout = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'TimeoutError';

/** The promise, or the signal's reason thrown as soon as it fires. The work itself goes on: pass it the signal too. */
export const orAbort = <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> => {
  if (signal.aborted) {
    promise.catch(() => undefined); // its outcome no longer matters to anybody
    return Promise.reject(signal.reason as Error);
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
};
