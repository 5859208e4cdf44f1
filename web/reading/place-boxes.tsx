import { useEffect, useRef } from 'react';
import type { MarkedPlace } from './use-marked-places.ts';

const shades = { cited: 'bg-[#2f5bd0]/25', current: 'bg-[#f2a900]/45', found: 'bg-[#f2a900]/25' };

type Props = {
  boxes: MarkedPlace[];
  /** Lengths of a place to those of the picture: a share of its width and height, in per cent. */
  width: number;
  height: number;
};

const share = (length: number, whole: number): string => `${(100 * length) / whole}%`;

/** Rectangles over a page or picture; the first one is brought into view. */
export const PlaceBoxes = ({ boxes, width, height }: Props) => {
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (boxes.length > 0) first.current?.scrollIntoView({ block: 'center' });
  }, [boxes]);
  return boxes.map((box, index) => (
    <div
      key={`${box.kind} ${box.left} ${box.top}`}
      ref={index === 0 ? first : null}
      data-highlight={box.kind}
      aria-hidden
      className={`pointer-events-none absolute rounded-[2px] mix-blend-multiply ${shades[box.kind]}`}
      style={{
        left: share(box.left, width),
        top: share(box.top, height),
        width: share(box.width, width),
        height: share(box.height, height),
      }}
    />
  ));
};
