import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Preferences } from '../../src/contracts/identity.ts';
import { keys, usePreferences } from '../api/queries.ts';
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
  const { data } = usePreferences(signedIn);
  const theme = data?.theme ?? storedTheme();
  useEffect(() => {
    paint(theme, systemIsDark);
    localStorage.setItem(STORED, theme);
  }, [theme, systemIsDark]);
  const { mutate } = useMutation({
    mutationFn: (preferences: Preferences) =>
      call('/me/preferences', { method: 'PUT', body: preferences }),
    onMutate: (preferences) => client.setQueryData(keys.preferences, preferences),
  });
  return {
    theme,
    isDark: theme === 'dark' || (theme === 'system' && systemIsDark),
    setTheme: (next: Theme) => mutate({ baseIds: data?.baseIds ?? [], theme: next }),
    baseIds: data?.baseIds ?? [],
    setBaseIds: (baseIds: string[]) => mutate({ theme, baseIds }),
  };
};
