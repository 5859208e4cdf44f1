import { Moon, Sun } from 'lucide-react';
import { useCommand } from '../parts/commands.ts';
import { IconButton } from '../parts/icon-button.tsx';
import { usePersonalSettings } from './personal-settings.ts';

export const ThemeButton = () => {
  const { isDark, setTheme } = usePersonalSettings();
  const turn = (): void => setTheme(isDark ? 'light' : 'dark');
  useCommand('theme', turn);
  return (
    <IconButton label={isDark ? 'Light theme' : 'Dark theme'} onClick={turn}>
      {isDark ? <Sun size={16} aria-hidden /> : <Moon size={16} aria-hidden />}
    </IconButton>
  );
};
