import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { MenuEntry, MenuProps } from './options-menu.tsx';

const Entry = (entry: MenuEntry) => {
  const className = `menu-item ${entry.danger ? 'text-danger' : ''}`;
  return 'href' in entry ? (
    <Menu.LinkItem className={className} href={entry.href} download>
      {entry.icon} {entry.label}
    </Menu.LinkItem>
  ) : (
    <Menu.Item className={className} onClick={entry.onSelect}>
      {entry.icon} {entry.label}
    </Menu.Item>
  );
};

/** Open from the beginning: it is loaded by the press that opens it. */
const OpenMenu = ({ label, entries, align, className = '' }: MenuProps) => (
  <Menu.Root defaultOpen>
    <Menu.Trigger aria-label={label} className={`icon-button ${className}`}>
      <Ellipsis size={16} aria-hidden />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner sideOffset={4} align={align} className="z-50">
        <Menu.Popup className="popup min-w-48 p-1">
          {entries.map((entry) => (
            <Entry key={entry.label} {...entry} />
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);

export default OpenMenu;
