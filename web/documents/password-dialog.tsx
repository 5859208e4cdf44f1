import { useRef, useState } from 'react';
import { Dialog } from '../parts/dialog.tsx';

type Props = { name: string; onPassword: (password: string) => void; onClose: () => void };

export const PasswordDialog = ({ name, onPassword, onClose }: Props) => {
  const [password, setPassword] = useState('');
  const field = useRef<HTMLInputElement>(null);
  return (
    <Dialog
      title={`Password of ${name}`}
      description="It is used to read the document once and is not kept."
      onClose={onClose}
      focus={field}
    >
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onPassword(password);
          onClose();
        }}
      >
        <input
          ref={field}
          type="password"
          autoComplete="off"
          aria-label="Password"
          className="field"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <button type="submit" className="button button-primary" disabled={password === ''}>
          Read
        </button>
      </form>
    </Dialog>
  );
};
