import { Dialog } from '@base-ui/react/dialog';
import { useEffect, type ReactNode } from 'react';
import { useLatest } from './use-latest.ts';

type Props = { label: string; side: 'left' | 'full'; onClose: () => void; children: ReactNode };

const shapes = {
  left: 'inset-y-0 left-0 w-[min(20rem,85vw)] bg-sidebar',
  full: 'inset-0 bg-card',
};

/** Settled when the browser has gone back from the sheet before, which it does in its own time. */
let wentBack = Promise.resolve();

const goBack = (): Promise<void> =>
  new Promise((resolve) => {
    window.addEventListener('popstate', () => resolve(), { once: true });
    history.back();
  });

/** Going back takes away what lies over the page, not the page under it. */
const useBackCloses = (onClose: () => void): void => {
  const latest = useLatest(onClose);
  useEffect(() => {
    let isOpen = true;
    let isKept = false;
    const onBack = (): void => latest.current();
    const keep = async (): Promise<void> => {
      await wentBack;
      if (!isOpen) return;
      isKept = true;
      history.pushState({ sheet: true }, '');
      window.addEventListener('popstate', onBack);
    };
    void keep();
    return () => {
      isOpen = false;
      window.removeEventListener('popstate', onBack);
      // Closed in another way, and nothing was opened from it.
      if (isKept && history.state?.sheet) wentBack = goBack();
    };
  }, [latest]);
};

/** A full-height sheet over the page, where there is no room for a column. */
const SheetPopup = ({ label, side, onClose, children }: Props) => {
  useBackCloses(onClose);
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 bg-black/40" />
        <Dialog.Popup
          className={`fixed flex flex-col text-foreground outline-none ${shapes[side]}`}
        >
          <Dialog.Title className="sr-only">{label}</Dialog.Title>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

export default SheetPopup;
