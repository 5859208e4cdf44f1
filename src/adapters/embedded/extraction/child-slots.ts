import { orAbort } from '../../../lib/deadline.ts';

type Waiter<Item> = { alone: boolean; give: (items: Item[]) => void };

/** Hands out items that are used one at a time; first come, first served. `alone`: while no other is out. */
export const createSlots = <Item>(items: readonly Item[]) => {
  let free = [...items];
  let waiting: Waiter<Item>[] = [];

  const serve = () => {
    for (;;) {
      const [next] = waiting;
      if (!next || free.length === 0 || (next.alone && free.length < items.length)) return;
      waiting = waiting.slice(1);
      next.give(next.alone ? free.splice(0) : free.splice(-1));
    }
  };
  const giveBack = (taken: readonly Item[]) => {
    free = [...free, ...taken];
    serve();
  };
  const take = async (alone: boolean, signal: AbortSignal): Promise<Item[]> => {
    const got = Promise.withResolvers<Item[]>();
    const waiter: Waiter<Item> = { alone, give: got.resolve };
    waiting.push(waiter);
    serve();
    try {
      return await orAbort(got.promise, signal);
    } catch (error) {
      if (waiting.includes(waiter)) waiting = waiting.filter((one) => one !== waiter);
      else giveBack(await got.promise);
      throw error;
    }
  };
  return {
    use: async <Result>(
      { alone, signal }: { alone: boolean; signal: AbortSignal },
      work: (item: Item) => Promise<Result>,
    ): Promise<Result> => {
      const taken = await take(alone, signal);
      const item = taken.at(-1);
      if (item === undefined) throw new Error('no item was ever there to hand out');
      try {
        return await work(item);
      } finally {
        giveBack(taken);
      }
    },
  };
};
