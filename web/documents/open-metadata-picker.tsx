import { Menu } from '@base-ui/react/menu';
import { Check, ListFilter } from 'lucide-react';
import { toggledValue, type ChosenMetadata, type FacetGroup } from './use-facets.ts';

type Props = {
  groups: FacetGroup[];
  chosen: ChosenMetadata;
  onChange: (chosen: ChosenMetadata) => void;
};

/** Open from the beginning: it is loaded by the press that opens it. */
const OpenMetadataPicker = ({ groups, chosen, onChange }: Props) => (
  <Menu.Root defaultOpen>
    <Menu.Trigger
      aria-label="Ask only some documents"
      title="Ask only some documents"
      className="icon-button"
    >
      <ListFilter size={16} aria-hidden />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner sideOffset={4} align="start" className="z-50">
        <Menu.Popup className="popup max-h-80 max-w-80 min-w-56 overflow-y-auto p-1">
          {groups.map(({ name, label, values }) => (
            <Menu.Group key={name}>
              <Menu.GroupLabel className="px-2.5 pt-2 pb-1 text-xs text-muted-foreground">
                {label}
              </Menu.GroupLabel>
              {values.map(({ value, documents }) => (
                <Menu.CheckboxItem
                  key={value}
                  className="menu-item"
                  checked={chosen[name]?.includes(value) ?? false}
                  closeOnClick={false}
                  onCheckedChange={() => onChange(toggledValue(chosen, name, value))}
                >
                  <span className="grid size-4 shrink-0 place-items-center">
                    <Menu.CheckboxItemIndicator>
                      <Check size={14} aria-hidden />
                    </Menu.CheckboxItemIndicator>
                  </span>
                  <bdi className="min-w-0 flex-1 truncate">{value}</bdi>
                  <span className="text-xs text-muted-foreground">
                    {documents.toLocaleString('en')}
                  </span>
                </Menu.CheckboxItem>
              ))}
            </Menu.Group>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);

export default OpenMetadataPicker;
