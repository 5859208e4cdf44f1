import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

/** As many are seen at a glance. */
const FEW = 8;

type Props = {
  /** What opens it: the same that stood there before its code was loaded. */
  trigger: ReactNode;
  /** What is chosen among; many are looked for by name. */
  what: string;
  count: number;
  children: ReactNode;
};

const list = 'min-h-0 overflow-y-auto p-1';

/** Open from the beginning: it is loaded by the press that opens it. */
export const ChoiceList = ({ trigger, what, count, children }: Props) => {
  const menu = (room: string, popup: ReactNode) => (
    <Menu.Root defaultOpen>
      {trigger}
      <Menu.Portal>
        <Menu.Positioner sideOffset={4} align="start" className="z-50">
          <Menu.Popup className={`popup flex flex-col ${room}`}>{popup}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
  if (count <= FEW)
    return menu('max-h-80 max-w-80 min-w-56', <div className={list}>{children}</div>);
  return (
    <Menu.FilterProvider>
      {menu(
        'h-80 w-72', // while typing neither the field nor the list may jump
        <>
          <div className="p-1.5 pb-0">
            <Menu.Input
              className="field"
              aria-label={`Find ${what}`}
              placeholder={`Find ${what}`}
            />
          </div>
          <Menu.Empty className="px-3.5 py-2.5 text-sm text-muted-foreground">
            Nothing has that name.
          </Menu.Empty>
          <Menu.List className={list}>{children}</Menu.List>
        </>,
      )}
    </Menu.FilterProvider>
  );
};

type ChoiceProps = {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Left out: the menu stays open, for the next one. */
  closes?: boolean;
  children: ReactNode;
};

export const Choice = ({ checked, onChange, closes = false, children }: ChoiceProps) => (
  <Menu.CheckboxItem
    className="menu-item"
    checked={checked}
    closeOnClick={closes}
    onCheckedChange={onChange}
  >
    <span className="grid size-4 shrink-0 place-items-center">
      <Menu.CheckboxItemIndicator>
        <Check size={14} aria-hidden />
      </Menu.CheckboxItemIndicator>
    </span>
    {children}
  </Menu.CheckboxItem>
);
