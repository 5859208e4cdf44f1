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

const listingOf = (address: URLSearchParams): Listing => ({
  base: address.get('base'),
  state: address.get('state'),
  order: address.get('order'),
  words: address.get('q') ?? '',
  metadata: Object.fromEntries(
    metadataNames
      .map((name): [string, string[]] => [name, address.getAll(name)])
      .filter(([, values]) => values.length > 0),
  ),
});

const addressOf = ({ base, state, order, words, metadata }: Listing): URLSearchParams => {
  const values = Object.entries(metadata).flatMap(([name, chosen]) =>
    chosen.map((value) => [name, value]),
  );
  const named = [
    ['q', words],
    ['base', base ?? ''],
    ['state', state ?? ''],
    ['order', order ?? ''],
  ];
  return new URLSearchParams([...named, ...values].filter(([, value]) => value !== ''));
};

/** What is listed stands in the address; a change leaves the rest as it stands there now. */
export const useListing = (): [Listing, (change: Partial<Listing>) => void] => {
  const [address, keep] = useAddress();
  return [
    listingOf(address),
    (changed) => keep((now) => addressOf({ ...listingOf(now), ...changed })),
  ];
};
