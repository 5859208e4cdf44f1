import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../parts/icon-button.tsx';

type Props = { id: string; siblings: string[]; onSwitch: (id: string) => void };

/** "2 / 3": the other ways the conversation went at this place. */
export const BranchSwitcher = ({ id, siblings, onSwitch }: Props) => {
  const at = siblings.indexOf(id);
  if (siblings.length < 2 || at < 0) return null;
  const [previous, next] = [siblings[at - 1], siblings[at + 1]];
  return (
    <div
      role="group"
      aria-label="Branches"
      className="flex items-center text-xs text-muted-foreground"
    >
      <IconButton
        label="Previous branch"
        disabled={previous === undefined}
        onClick={() => previous !== undefined && onSwitch(previous)}
      >
        <ChevronLeft size={16} aria-hidden />
      </IconButton>
      <span className="tabular-nums">
        {at + 1} / {siblings.length}
      </span>
      <IconButton
        label="Next branch"
        disabled={next === undefined}
        onClick={() => next !== undefined && onSwitch(next)}
      >
        <ChevronRight size={16} aria-hidden />
      </IconButton>
    </div>
  );
};
