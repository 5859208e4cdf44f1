import { useEffect } from 'react';

/** Names the window, and with it the tab and the history, after what it shows. */
export const useTitle = (title: string): void =>
  useEffect(() => {
    document.title = title === '' ? 'Docent' : `${title} · Docent`;
    return () => {
      document.title = 'Docent';
    };
  }, [title]);
