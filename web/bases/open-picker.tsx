import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { BaseView } from '../../src/contracts/base.ts';
import { pickerClass, PickerLabel, type ChosenBases } from './base-picker.tsx';

type Props = ChosenBases & { bases: BaseView[]; words: string };

const Mark = () => (
  <span className="grid size-4 place-items-center">
    <Menu.CheckboxItemIndicator>
      <Check size={14} aria-hidden />
    </Menu.CheckboxItemIndicator>
  </span>
);

/** Open from the beginning: it is loaded by the press that opens it. */
const OpenPicker = ({ bases, baseIds, choose, words }: Props) => (
  <Menu.Root defaultOpen>
    <Menu.Trigger aria-label={`Ask: ${words}`} className={pickerClass}>
      <PickerLabel words={words} />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner sideOffset={4} align="start" className="z-50">
        <Menu.Popup className="popup max-h-80 max-w-80 min-w-56 overflow-y-auto p-1">
          <Menu.CheckboxItem
            className="menu-item"
            checked={baseIds.length === 0}
            onCheckedChange={() => choose([])}
          >
            <Mark /> All documents
          </Menu.CheckboxItem>
          <Menu.Separator className="my-1 h-px bg-border" />
          {bases.map(({ id, name }) => (
            <Menu.CheckboxItem
              key={id}
              className="menu-item"
              checked={baseIds.includes(id)}
              closeOnClick={false}
              onCheckedChange={(on) =>
                choose(on ? [...baseIds, id] : baseIds.filter((each) => each !== id))
              }
            >
              <Mark /> <span className="truncate">{name}</span>
            </Menu.CheckboxItem>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);

export default OpenPicker;
