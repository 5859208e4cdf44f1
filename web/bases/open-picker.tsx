import { Menu } from '@base-ui/react/menu';
import type { BaseView } from '../../src/contracts/base.ts';
import { Choice, ChoiceList } from '../parts/choice-list.tsx';
import { pickerClass, PickerLabel, type ChosenBases } from './base-picker.tsx';

type Props = Pick<ChosenBases, 'choose'> & {
  baseIds: string[];
  bases: BaseView[];
  words: string;
};

const OpenPicker = ({ bases, baseIds, choose, words }: Props) => (
  <ChoiceList
    what="a knowledge base"
    count={bases.length}
    trigger={
      <Menu.Trigger aria-label={`Ask: ${words}`} className={pickerClass}>
        <PickerLabel words={words} />
      </Menu.Trigger>
    }
  >
    <Choice checked={baseIds.length === 0} closes onChange={() => choose([])}>
      All documents
    </Choice>
    <Menu.Separator className="my-1 h-px bg-border" />
    {bases.map(({ id, name }) => (
      <Choice
        key={id}
        checked={baseIds.includes(id)}
        onChange={(on) => choose(on ? [...baseIds, id] : baseIds.filter((each) => each !== id))}
      >
        <bdi className="min-w-0 truncate">{name}</bdi>
      </Choice>
    ))}
  </ChoiceList>
);

export default OpenPicker;
