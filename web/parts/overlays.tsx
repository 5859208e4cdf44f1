import {
  createContext,
  Suspense,
  use,
  useLayoutEffect,
  useMemo,
  useState,
  type ReactNode,
} from 'react';
import { Contained } from './contained.tsx';
import { lazily } from './lazily.ts';
import { sayMissing } from './on-demand.tsx';
import { useLatest } from './use-latest.ts';

const ShortcutList = lazily(() => import('./shortcut-list.tsx'));
const SearchDialog = lazily(() => import('../conversation/search-dialog.tsx'));
const SettingsDialog = lazily(() => import('../settings/settings-dialog.tsx'));

const dialogs = { shortcuts: ShortcutList, search: SearchDialog, settings: SettingsDialog };

type Overlay = keyof typeof dialogs;
type Overlays = { open: (overlay: Overlay) => void };

const OverlayContext = createContext<Overlays | null>(null);

type AwaitedProps = { onType: (letter: string) => void; onLeave: () => void };

/** A dialog that is being loaded has the keys already; whoever clicks elsewhere waits for it no more. */
const Awaited = (props: AwaitedProps) => {
  const latest = useLatest(props);
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.key === 'Escape') latest.current.onLeave();
      else if (event.key.length === 1) latest.current.onType(event.key);
    };
    const onPointerDown = (): void => latest.current.onLeave();
    window.addEventListener('keydown', onKeyDown, true);
    window.addEventListener('pointerdown', onPointerDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      window.removeEventListener('pointerdown', onPointerDown, true);
    };
  }, [latest]);
  return null;
};

/** The dialogs that can be opened from anywhere; their code is loaded when one is. */
export const OverlayProvider = ({ children }: { children: ReactNode }) => {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [begun, setBegun] = useState(''); // what was typed before the dialog was there
  const value = useMemo(() => {
    const open = (next: Overlay): void => {
      setOverlay(next);
      setBegun('');
    };
    return { open };
  }, []);
  const close = (): void => setOverlay(null);
  const onFailure = (): void => {
    close();
    sayMissing();
  };
  const awaited = <Awaited onType={(letter) => setBegun((now) => now + letter)} onLeave={close} />;
  const Shown = overlay === null ? null : dialogs[overlay];
  return (
    <OverlayContext value={value}>
      {children}
      <Contained key={overlay} fallback={null} onFailure={onFailure}>
        <Suspense fallback={awaited}>
          {Shown ? <Shown begun={begun} onClose={close} /> : null}
        </Suspense>
      </Contained>
    </OverlayContext>
  );
};

export const useOverlay = (): Overlays => {
  const overlays = use(OverlayContext);
  if (!overlays) throw new Error('OverlayProvider is missing');
  return overlays;
};
