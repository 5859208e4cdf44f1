import { createContext, Suspense, use, useMemo, useState, type ReactNode } from 'react';
import { lazily } from './lazily.ts';

const ShortcutList = lazily(() => import('./shortcut-list.tsx'));
const SearchDialog = lazily(() => import('../conversation/search-dialog.tsx'));
const SettingsDialog = lazily(() => import('../settings/settings-dialog.tsx'));

type Overlay = 'shortcuts' | 'search' | 'settings';
type Overlays = { open: (overlay: Overlay) => void };

const OverlayContext = createContext<Overlays | null>(null);

const dialogs = { shortcuts: ShortcutList, search: SearchDialog, settings: SettingsDialog };

/** The dialogs that can be opened from anywhere; their code is loaded when one is. */
export const OverlayProvider = ({ children }: { children: ReactNode }) => {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const value = useMemo(() => ({ open: setOverlay }), []);
  const Shown = overlay === null ? null : dialogs[overlay];
  return (
    <OverlayContext value={value}>
      {children}
      <Suspense>{Shown ? <Shown onClose={() => setOverlay(null)} /> : null}</Suspense>
    </OverlayContext>
  );
};

export const useOverlay = (): Overlays => {
  const overlays = use(OverlayContext);
  if (!overlays) throw new Error('OverlayProvider is missing');
  return overlays;
};
