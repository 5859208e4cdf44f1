export type Job = {
  id: string;
  kind: string;
  payload: Record<string, string>;
  /** How often it was claimed, this time included. */
  attempt: number;
  /** Rises with every claim: an older fence changes nothing any more. */
  fence: number;
} & JobSubject;

/** Whose job it is and what work it means. */
export type JobSubject = {
  /** Lanes take turns; what has none is never paused. `lanesWithin` in `domain/lane.ts` says how they are named. */
  lane: string;
  /** Id of the thing it is about; null: of none. */
  about: string | null;
  /** Of the file to be read, for forecasts. */
  format: string;
  bytes: number;
};

export type JobWish = Pick<Job, 'kind' | 'payload'> & Partial<JobSubject>;

export type JobFailure = {
  reason: string;
  /** Null: dead at once. */
  retryInMs: number | null;
  /** It was not the job's fault: the attempt does not count, and it is the first of its lane again. */
  blameless?: true;
};

/** Jobs of a lane that are not done, by format and by what they wait for. */
export type Backlog = Pick<JobSubject, 'lane' | 'format'> & {
  state: 'waiting' | 'paused' | 'running';
  kind: string;
  jobs: number;
  bytes: number;
};

export type DeadJob = Pick<Job, 'id' | 'kind' | 'about' | 'attempt'> & {
  reason: string;
  createdAt: number;
};

/**
 * Work of one tenant that outlives requests.
 *
 * Laws: at least once; claimed by one worker at a time until its lease ends; after that somebody else may claim
 * it with a higher fence, and the first one's `heartbeat`, `complete` and `fail` give false. What lost its worker
 * is claimed first, then lanes take turns, each giving its oldest due job: however much waits in one lane, a job of
 * another waits for one job of every lane at most. Claiming costs the same however much waits. After `maxAttempts`
 * claims a job is dead: kept with its reason, never claimed. Jobs of paused lanes, new ones too, are not claimed;
 * those that run go on.
 */
export type JobQueue = {
  enqueue(job: JobWish): Promise<string>;
  claim(request: {
    kinds: readonly string[];
    leaseMs: number;
    maxAttempts: number;
  }): Promise<Job | null>;
  heartbeat(job: Job, leaseMs: number): Promise<boolean>;
  complete(job: Job): Promise<boolean>;
  fail(job: Job, failure: JobFailure): Promise<boolean>;
  /** When something that cannot be claimed now comes due, in milliseconds since 1970: a retry, or the end of a lease. */
  nextDue(): Promise<number | null>;
  /** Jobs not done: waiting (those of paused lanes too), running, dead. */
  counts(): Promise<{ waiting: number; running: number; dead: number }>;
  /** Places in the order of what waits, 1 is next; what does not wait, or is paused, has none. */
  places(abouts: readonly string[]): Promise<Map<string, number>>;
  backlog(): Promise<Backlog[]>;
  /** Newest first. */
  dead(limit: number): Promise<DeadJob[]>;
  /** `lanes` as of `lanesWithin`. */
  pause(lanes: string): Promise<void>;
  /** What waited goes on as if its lane had just come. */
  resume(lanes: string): Promise<void>;
  pauses(): Promise<string[]>;
};
