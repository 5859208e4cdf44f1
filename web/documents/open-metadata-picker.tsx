import { Menu } from '@base-ui/react/menu';
import { ListFilter } from 'lucide-react';
import { Choice, ChoiceList } from '../parts/choice-list.tsx';
import { toggledValue, type ChosenMetadata, type FacetGroup } from './use-facets.ts';

type Props = {
  groups: FacetGroup[];
  chosen: ChosenMetadata;
  onChange: (chosen: ChosenMetadata) => void;
};

const OpenMetadataPicker = ({ groups, chosen, onChange }: Props) => (
  <ChoiceList
    what="a value"
    count={groups.reduce((sum, { values }) => sum + values.length, 0)}
    trigger={
      <Menu.Trigger
        aria-label="Ask only some documents"
        title="Ask only some documents"
        className="icon-button"
      >
        <ListFilter size={16} aria-hidden />
      </Menu.Trigger>
    }
  >
    {groups.map(({ name, label, values }) => (
      <Menu.Group key={name}>
        <Menu.GroupLabel className="px-2.5 pt-2 pb-1 text-xs text-muted-foreground">
          {label}
        </Menu.GroupLabel>
        {values.map(({ value, documents }) => (
          <Choice
            key={value}
            checked={chosen[name]?.includes(value) ?? false}
            onChange={() => onChange(toggledValue(chosen, name, value))}
          >
            <bdi className="min-w-0 flex-1 truncate">{value}</bdi>
            <span className="text-xs text-muted-foreground">{documents.toLocaleString('en')}</span>
          </Choice>
        ))}
      </Menu.Group>
    ))}
  </ChoiceList>
);

export default OpenMetadataPicker;
