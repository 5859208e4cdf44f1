import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';

export type DialogProps = {
  title: string;
  onClose: () => void;
  children: ReactNode;
  description?: string;
  width?: string;
  /** What has the focus at first; else the close button. */
  focus?: RefObject<HTMLElement | null>;
};

/** A dialog in the middle of the page. It is mounted when it opens: Escape and the backdrop close it. */
const DialogPopup = ({
  title,
  description,
  onClose,
  children,
  focus,
  width = 'max-w-md',
}: DialogProps) => (
  <Base.Root open onOpenChange={(open) => !open && onClose()}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 bg-black/30 dark:bg-black/60" />
      <Base.Popup
        {...(focus ? { initialFocus: focus } : {})}
        className={`popup fixed top-[12vh] left-1/2 flex max-h-[76vh] w-[calc(100vw-2rem)] -translate-x-1/2 flex-col ${width}`}
      >
        <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
          <div className="min-w-0">
            <Base.Title className="text-base font-semibold wrap-anywhere">{title}</Base.Title>
            {description === undefined ? null : (
              <Base.Description className="mt-1 text-sm text-muted-foreground">
                {description}
              </Base.Description>
            )}
          </div>
          <Base.Close aria-label="Close" title="Close" className="icon-button -mr-2">
            <X size={16} aria-hidden />
          </Base.Close>
        </header>
        <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
);

export default DialogPopup;
