import { WifiOff } from 'lucide-react';
import { useSyncExternalStore, type ReactNode } from 'react';
import { connectionNow, onConnection, tryNow } from '../api/connection.ts';

type LineProps = { children: ReactNode; action: string; onAction: () => void };

const Line = ({ children, action, onAction }: LineProps) => (
  <div className="flex items-center justify-center gap-3 bg-muted px-4 py-2 text-sm">
    <p role="status" className="flex min-w-0 items-center gap-2">
      {children}
    </p>
    <button type="button" className="shrink-0 underline underline-offset-2" onClick={onAction}>
      {action}
    </button>
  </div>
);

/** Says that the server is not reached, or that this page is older than the server; and offers what helps. */
export const ConnectionNotice = () => {
  const connection = useSyncExternalStore(onConnection, connectionNow);
  if (connection === 'there') return null;
  return connection === 'lost' ? (
    <Line action="Try again" onAction={tryNow}>
      <WifiOff size={15} aria-hidden className="shrink-0" />
      {navigator.onLine ? 'Docent cannot be reached.' : 'You are offline.'} It goes on as soon as
      the connection is back.
    </Line>
  ) : (
    <Line action="Load the page again" onAction={() => location.reload()}>
      Docent was updated. A question you have begun is kept.
    </Line>
  );
};
