/** Keeps the highest of many numbers, each with the slot it belongs to: a heap with the lowest of them on top. */
export type Nearest = {
  /** What a number has to exceed to be kept. */
  least: number;
  offer(slot: number, estimate: number): void;
  slots(): number[];
};

export const makeNearest = (most: number): Nearest => {
  const slots = new Float64Array(most);
  const estimates = new Float64Array(most);
  let size = 0;

  const at = (place: number): number => estimates[place] ?? Number.NEGATIVE_INFINITY;
  const put = (place: number, slot: number, estimate: number): void => {
    slots[place] = slot;
    estimates[place] = estimate;
  };
  const rise = (slot: number, estimate: number): void => {
    let place = size;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (at(above) <= estimate) break;
      put(place, slots[above] ?? 0, at(above));
      place = above;
    }
    put(place, slot, estimate);
  };
  const sink = (slot: number, estimate: number): void => {
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      if (below + 1 < size && at(below + 1) < at(below)) below += 1;
      if (at(below) >= estimate) break;
      put(place, slots[below] ?? 0, at(below));
      place = below;
    }
    put(place, slot, estimate);
  };

  const nearest: Nearest = {
    least: Number.NEGATIVE_INFINITY,
    offer(slot, estimate) {
      if (size < most) {
        rise(slot, estimate);
        size += 1;
      } else if (estimate > at(0)) sink(slot, estimate);
      if (size === most) nearest.least = at(0);
    },
    slots: () => [...slots.subarray(0, size)],
  };
  return nearest;
};
