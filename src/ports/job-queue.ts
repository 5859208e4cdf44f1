export type Job = {
  id: string;
  kind: string;
  payload: Record<string, string>;
  /** How often it was claimed, this time included. */
  attempt: number;
  /** Rises with every claim: an older fence changes nothing any more. */
  fence: number;
};

/**
 * Work of one tenant that outlives requests.
 *
 * Laws: at least once; claimed by one worker at a time until its lease ends; after that somebody else may claim
 * it with a higher fence, and the first one's `heartbeat`, `complete` and `fail` give false. The oldest due
 * job is claimed first. After `maxAttempts` claims it is dead: kept with its reason, never claimed.
 */
export type JobQueue = {
  enqueue(job: { kind: string; payload: Record<string, string> }): Promise<string>;
  claim(request: {
    kinds: readonly string[];
    leaseMs: number;
    maxAttempts: number;
  }): Promise<Job | null>;
  heartbeat(job: Job, leaseMs: number): Promise<boolean>;
  complete(job: Job): Promise<boolean>;
  /** `retryInMs` null: dead at once. */
  fail(job: Job, failure: { reason: string; retryInMs: number | null }): Promise<boolean>;
  /** Jobs not done: waiting, running, dead. */
  counts(): Promise<{ waiting: number; running: number; dead: number }>;
};
