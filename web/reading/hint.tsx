import type { ReactNode } from 'react';

/** Something a reader should know about what is shown. */
export const Hint = ({ children }: { children: ReactNode }) => (
  <div
    role="note"
    className="mx-5 my-2 rounded-lg bg-muted px-3 py-2 text-xs text-muted-foreground"
  >
    {children}
  </div>
);
