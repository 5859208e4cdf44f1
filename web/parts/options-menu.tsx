import { Ellipsis } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { onDemand } from './on-demand.tsx';

const OpenMenu = onDemand(() => import('./open-menu.tsx'));

export type MenuEntry = { label: string; icon: ReactNode; danger?: boolean } & (
  | { href: string }
  | { onSelect: () => void }
);
export type MenuProps = {
  label: string;
  entries: MenuEntry[];
  align: 'start' | 'end';
  className?: string;
};

/** What can be done with a thing of a list. The menu is loaded when one is first opened. */
export const OptionsMenu = (props: MenuProps) => {
  const { label, className = '' } = props;
  const [opened, setOpened] = useState(false);
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="menu"
      className={`icon-button ${className}`}
      onClick={() => setOpened(true)}
    >
      <Ellipsis size={16} aria-hidden />
    </button>
  );
  if (!opened) return button;
  return <OpenMenu until={button} {...props} />;
};
