/** The reason a turn's signal fires with when a person stops it: not a failure. */
export class StopRequested extends Error {
  constructor() {
    super('stopped by the reader');
    this.name = 'StopRequested';
  }
}
