import { AlertDialog } from '@base-ui/react/alert-dialog';

type Props = {
  title: string;
  description: string;
  action: string;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks before something is gone for good. */
const ConfirmPopup = ({ title, description, action, onConfirm, onClose }: Props) => (
  <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
    <AlertDialog.Portal>
      <AlertDialog.Backdrop className="fixed inset-0 bg-black/30 dark:bg-black/60" />
      <AlertDialog.Popup className="popup fixed top-[20vh] left-1/2 w-[calc(100vw-2rem)] max-w-md -translate-x-1/2 p-5">
        <AlertDialog.Title className="text-base font-semibold wrap-anywhere">
          {title}
        </AlertDialog.Title>
        <AlertDialog.Description className="mt-2 text-sm text-muted-foreground">
          {description}
        </AlertDialog.Description>
        <div className="mt-5 flex justify-end gap-2">
          <AlertDialog.Close className="button button-quiet">Cancel</AlertDialog.Close>
          <AlertDialog.Close className="button button-danger" onClick={onConfirm}>
            {action}
          </AlertDialog.Close>
        </div>
      </AlertDialog.Popup>
    </AlertDialog.Portal>
  </AlertDialog.Root>
);

export default ConfirmPopup;
