import { useRef, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';

type Props = { title: string; onRename: (title: string) => void; onClose: () => void };

export const RenameDialog = ({ title, onRename, onClose }: Props) => {
  const [value, setValue] = useState(title);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog title="Rename the conversation" onClose={onClose} focus={field}>
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onRename(value.trim());
          onClose();
        }}
      >
        <input
          ref={field}
          className="field"
          aria-label="Title"
          maxLength={200}
          value={value}
          onChange={(event) => setValue(event.target.value)}
          onFocus={(event) => event.target.select()}
        />
        <button type="submit" className="button button-primary" disabled={value.trim() === ''}>
          Rename
        </button>
      </form>
    </Dialog>
  );
};
