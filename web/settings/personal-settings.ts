import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Preferences } from '../../src/contracts/identity.ts';
import { keys, preferencesQuery } from '../api/queries.ts';
import { call } from '../api/request.ts';
import { useMedia } from '../parts/use-media.ts';

type Theme = Preferences['theme'];
const STORED = 'docent-theme';

const isTheme = (value: string | null): value is Theme =>
  value === 'system' || value === 'light' || value === 'dark';

const storedTheme = (): Theme => {
  const stored = localStorage.getItem(STORED);
  return isTheme(stored) ? stored : 'system';
};

const prefersDark = '(prefers-color-scheme: dark)';

const paint = (theme: Theme, systemIsDark: boolean): void => {
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark);
  document.documentElement.classList.toggle('dark', dark);
};

/** Before the first paint, from what this browser remembers: no flash of the other theme. */
export const paintStoredTheme = (): void =>
  paint(storedTheme(), window.matchMedia(prefersDark).matches);

/** The person's preferences, kept by the server; the theme is remembered here as well. */
export const usePersonalSettings = (signedIn = true) => {
  const client = useQueryClient();
  const systemIsDark = useMedia(prefersDark);
  const { data } = useQuery({ ...preferencesQuery, enabled: signedIn });
  const theme = data?.theme ?? storedTheme();
  useEffect(() => {
    paint(theme, systemIsDark);
    localStorage.setItem(STORED, theme);
  }, [theme, systemIsDark]);
  const { mutate } = useMutation({
    scope: { id: 'preferences' },
    // All of them are sent: the others have to be known, and an older answer must not undo the change.
    onMutate: async (change: Partial<Preferences>) => {
      const known = await client.ensureQueryData(preferencesQuery);
      await client.cancelQueries({ queryKey: keys.preferences });
      client.setQueryData<Preferences>(keys.preferences, { ...known, ...change });
    },
    mutationFn: () =>
      call('/me/preferences', { method: 'PUT', body: client.getQueryData(keys.preferences) }),
  });
  return {
    theme,
    isDark: theme === 'dark' || (theme === 'system' && systemIsDark),
    setTheme: (next: Theme) => mutate({ theme: next }),
    /** Null until they are known. */
    baseIds: data?.baseIds ?? null,
    setBaseIds: (baseIds: string[]) => mutate({ baseIds }),
  };
};
