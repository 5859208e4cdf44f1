/** How this page stands to its server: answered by it, not reaching it, or older than what is served now. */
export type Connection = 'there' | 'lost' | 'updated';

const LOOK_LIMIT = 10_000;

let connection: Connection = 'there';
const listeners = new Set<() => void>();
const waiting = new Set<() => void>();

export const connectionNow = (): Connection => connection;

export const onConnection = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Ends all waits: for the person who asks for it, and for the browser that is online again. */
export const tryNow = (): void => {
  for (const go of waiting) go();
};

const become = (next: Connection): void => {
  if (next === connection || connection === 'updated') return; // an old page gets no younger
  connection = next;
  for (const listener of listeners) listener();
  if (next !== 'lost') tryNow();
};

/** Doubling from half a second to ten. */
export const waitForConnection = (attempt: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const settle = (): void => {
      clearTimeout(timer);
      waiting.delete(settle);
      signal?.removeEventListener('abort', settle);
      if (signal?.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(settle, Math.min(500 * 2 ** attempt, 10_000));
    waiting.add(settle);
    signal?.addEventListener('abort', settle);
  });

/** The build that runs here: its first script bears a hash of everything. */
const ownScript = (): string =>
  document.querySelector('script[type="module"]')?.getAttribute('src') ?? '';

/** Asks for the page itself, which everybody may read, and which names the scripts that are served now. */
const look = async (): Promise<Connection> => {
  try {
    const answer = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(LOOK_LIMIT) });
    if (!answer.ok) return 'lost'; // a proxy whose server is starting again
    return (await answer.text()).includes(ownScript()) ? 'there' : 'updated';
  } catch {
    return 'lost'; // which is what was asked
  }
};

const lookUntilThere = async (): Promise<boolean> => {
  for (let attempt = 0; ; attempt += 1) {
    const found = await look();
    become(found);
    if (found !== 'lost') return attempt > 0;
    await waitForConnection(attempt);
  }
};

let looking: Promise<boolean> | null = null;

/** Called where nothing was answered. Resolves when the server is there, and says whether it had not been. */
export const lookForServer = (): Promise<boolean> => {
  looking ??= lookUntilThere().finally(() => {
    looking = null;
  });
  return looking;
};

/** The browser says by itself when it has no network, and when it has one again. */
export const followNetwork = (): void => {
  window.addEventListener('online', tryNow);
  window.addEventListener('offline', () => {
    become('lost');
    void lookForServer();
  });
};
