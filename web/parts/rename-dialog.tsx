import { useRef, useState } from 'react';
import { Dialog } from './dialog.tsx';

type Props = {
  /** What is renamed: "the conversation". */
  what: string;
  name: string;
  limit: number;
  onRename: (name: string) => void;
  onClose: () => void;
};

export const RenameDialog = ({ what, name, limit, onRename, onClose }: Props) => {
  const [value, setValue] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog title={`Rename ${what}`} onClose={onClose} focus={field}>
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
          aria-label="Name"
          maxLength={limit}
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
