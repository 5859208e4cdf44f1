import { WifiOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
};

/** Says that the browser has no network, and that nothing has to be done about it here. */
export const OfflineNotice = () => {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
  return online ? null : (
    <p role="status" className="flex items-center justify-center gap-2 bg-muted px-4 py-2 text-sm">
      <WifiOff size={15} aria-hidden />
      You are offline. Docent goes on as soon as the connection is back.
    </p>
  );
};
