import { useSyncExternalStore } from 'react';
import { useHashLocation } from 'wouter/use-hash-location';

/** Where in the page we are: the address up to what a part of the page keeps there for itself, after `?`. */
export const usePlace: typeof useHashLocation = () => {
  const [location, navigate] = useHashLocation();
  return [location.split('?')[0] ?? '/', navigate];
};
export const hrefOf = (place: string): string => `#${place}`;

const kept = (): string => window.location.hash.split('?')[1] ?? '';

const subscribe = (onChange: () => void): (() => void) => {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
};

const keep = (change: (now: URLSearchParams) => URLSearchParams): void => {
  const [place = ''] = window.location.hash.split('?');
  const text = change(new URLSearchParams(kept())).toString();
  window.history.replaceState(null, '', text === '' ? place : `${place}?${text}`);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
};

/** What this part of the page keeps in the address, so that a link or going back brings it again. */
export const useAddress = (): [URLSearchParams, typeof keep] => [
  new URLSearchParams(useSyncExternalStore(subscribe, kept)),
  keep,
];
