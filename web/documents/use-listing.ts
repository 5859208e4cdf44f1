import { useAddress } from '../parts/address.ts';
import { metadataNames, type ChosenMetadata } from './use-facets.ts';

/** Which documents are listed. */
export type Listing = {
  base: string | null;
  state: string | null;
  /** Null: the newest first. */
  order: string | null;
  words: string;
  metadata: ChosenMetadata;
};

/** What is listed stands in the address. */
export const useListing = (): [Listing, (change: Partial<Listing>) => void] => {
  const [address, keep] = useAddress();
  const listing: Listing = {
    base: address.get('base'),
    state: address.get('state'),
    order: address.get('order'),
    words: address.get('q') ?? '',
    metadata: Object.fromEntries(
      metadataNames
        .map((name): [string, string[]] => [name, address.getAll(name)])
        .filter(([, values]) => values.length > 0),
    ),
  };
  const change = (changed: Partial<Listing>): void => {
    const { base, state, order, words, metadata } = { ...listing, ...changed };
    const values = Object.entries(metadata).flatMap(([name, chosen]) =>
      chosen.map((value) => [name, value]),
    );
    const named = [
      ['q', words],
      ['base', base ?? ''],
      ['state', state ?? ''],
      ['order', order ?? ''],
    ];
    keep(new URLSearchParams([...named, ...values].filter(([, value]) => value !== '')));
  };
  return [listing, change];
};
