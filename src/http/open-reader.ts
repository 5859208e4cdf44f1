import type { Access } from '../access/access.ts';
import type { Identity } from '../access/identity.ts';
import type { Reader } from './event-stream.ts';
import type { Visit } from './route.ts';

const CHECK_MS = 30_000;

/** A reader whose stream ends when the client leaves, and when its credential stops counting: at once if here. */
export const openReader = (access: Access, identity: Identity, visit: Visit): Reader => {
  const rights = new AbortController();
  const { signal } = rights;
  const stopListening = access.onRevocation((credentialId) => {
    if (credentialId === identity.credential.id) rights.abort();
  });
  signal.addEventListener('abort', stopListening, { once: true });
  // One signal of its own: `AbortSignal.any` would cost every one of ten thousand readers a kilobyte more.
  const left = () => rights.abort();
  if (visit.request.signal.aborted) left();
  else visit.request.signal.addEventListener('abort', left, { once: true });
  let checkedAt = Date.now();

  return {
    signal,
    log: visit.log,
    async checkRights() {
      if (Date.now() - checkedAt < CHECK_MS) return;
      checkedAt = Date.now();
      if (!(await access.stillValid(identity))) rights.abort();
    },
    close: () => rights.abort(),
  };
};
