/**
 * How long what can be made again is kept, in milliseconds. Texts and settings are not among it: they are read from our
 * own store as fast as from a cache, and chats live in the turn log.
 */
export const cacheTimes = {
  embedding: 24 * 60 * 60_000,
  search: 5 * 60_000,
  answer: 5 * 60_000,
};
