import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/request.ts';
import { abandonUnsent, countUnsent } from '../documents/upload-queue.ts';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';

/** Asks first when files would not arrive. */
export const SignOut = () => {
  const client = useQueryClient();
  const [unsent, setUnsent] = useState(0);
  const { mutate: signOut } = useMutation({
    mutationFn: () => call('/sign-out', { method: 'POST' }),
    onSuccess: () => {
      abandonUnsent();
      client.clear();
      sessionStorage.clear(); // drafts
      location.assign('/');
    },
  });
  return (
    <>
      <button
        type="button"
        className="button button-quiet"
        onClick={() => (countUnsent() > 0 ? setUnsent(countUnsent()) : signOut())}
      >
        Sign out
      </button>
      {unsent > 0 ? (
        <ConfirmDialog
          title="Sign out while files are being sent?"
          description={`${unsent === 1 ? 'One file has' : `${unsent} files have`} not arrived yet, and would have to be sent again.`}
          action="Sign out"
          onConfirm={signOut}
          onClose={() => setUnsent(0)}
        />
      ) : null}
    </>
  );
};
