import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Me } from '../../src/contracts/identity.ts';
import { keys, ownWords } from '../api/queries.ts';
import { explain, json } from '../api/request.ts';
import { Loading } from '../parts/states.tsx';

/** The token of a link as the server prints it, or a token alone. */
const tokenOf = (text: string): string => /[?&]token=([^&\s]+)/.exec(text)?.[1] ?? text.trim();

const isLink = (): boolean => location.hash.startsWith('#/sign-in');

/** A link that is opened where the page is open already changes no more than the address. */
export const followLinks = (): void =>
  window.addEventListener('hashchange', () => {
    if (isLink()) location.reload();
  });

/** Taken out of the address at once, so that it stays in no history and no screenshot. */
export const takeToken = (): string | null => {
  if (!isLink()) return null;
  const token = tokenOf(location.hash);
  history.replaceState(null, '', '/#/');
  return token.startsWith('#') ? null : decodeURIComponent(token);
};

type Props = {
  token: string | null;
  /** The link has been tried: who we are can be asked. */
  onTried: () => void;
};

/** Opened from the link that the server prints; or the link is pasted here. */
export const SignInPage = ({ token, onTried }: Props) => {
  const client = useQueryClient();
  const [pasted, setPasted] = useState('');
  const posted = useRef(false);
  const { mutate, error, isPending } = useMutation({
    meta: ownWords,
    mutationFn: (given: string) => json<Me>('/sign-in', { method: 'POST', body: { token: given } }),
    onSuccess: async (me) => {
      await client.cancelQueries({ queryKey: keys.me }); // it was asked by nobody yet
      client.setQueryData(keys.me, me);
    },
    onSettled: onTried,
  });
  useEffect(() => {
    if (token === null || posted.current) return;
    posted.current = true; // a link works once
    mutate(token);
  }, [token, mutate]);
  return (
    <main className="grid min-h-full place-items-center px-5 py-10">
      <div className="w-full max-w-sm">
        <h1 className="text-2xl font-semibold tracking-tight">Docent</h1>
        <p className="mt-2 text-sm text-muted-foreground">
          Open the sign-in link that the server printed when it started, or paste it here. A link
          works once; <code className="font-mono">docent sign-in-link</code> prints a new one.
        </p>
        {isPending ? <Loading label="Signing in" /> : null}
        <form
          className="mt-5 flex gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            mutate(tokenOf(pasted));
          }}
        >
          <input
            className="field"
            aria-label="Sign-in link"
            placeholder="Sign-in link"
            autoComplete="off"
            value={pasted}
            onChange={(event) => setPasted(event.target.value)}
          />
          <button
            type="submit"
            className="button button-primary"
            disabled={pasted.trim() === '' || isPending}
          >
            Sign in
          </button>
        </form>
        {error === null ? null : (
          <p role="alert" className="mt-3 text-sm text-danger">
            {explain(error)}
          </p>
        )}
      </div>
    </main>
  );
};
