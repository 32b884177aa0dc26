/** What the queue needs to know of a job. */
export interface Queueable {
  /** Jobs of one key never run at once. */
  readonly key: string;
  /** A job takes the place of the one that waits under the same key and this name. */
  readonly replaces?: string;
  /** Nobody waits for it: all others go first. It will be offered again. */
  readonly inBackground?: true;
}

export type Offered =
  | 'queued'
  /** One that waited has made way: the same is found out by this one. */
  | 'replaced'
  /** It is dropped: nothing that waits can make way. */
  | 'full';

/** A job that runs. */
export interface Running<J> {
  readonly job: J;
  /** How often it was taken, this time included. */
  readonly tries: number;
}

interface Waiting<J> extends Running<J> {
  /** Its group's share of the work counts, so that a busy one does not keep others waiting. */
  readonly group: string;
  readonly notBefore: number;
}

export interface QueueLimits<J> {
  /** Jobs that wait or run. */
  readonly most: number;
  /** Jobs of one group that run at once. */
  readonly mostOfGroup: number;
  /** Jobs in the background that run at once. */
  readonly mostInBackground: number;
  readonly groupOf: (job: J) => string;
}

/**
 * Jobs that wait and run, without a clock and without a thought of what they do. It never holds more than it may. A job of its
 * own (without `replaces`) is somebody's word that nobody says again, so in a full queue one that would be found again makes way;
 * and what is in the background makes way for all others.
 */
export class JobQueue<J extends Queueable> {
  readonly #limits: QueueLimits<J>;
  #waiting: Waiting<J>[] = [];
  readonly #running = new Map<string, Waiting<J>>();

  constructor(limits: QueueLimits<J>) {
    this.#limits = limits;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Whether a job of this key waits or runs. */
  has(key: string): boolean {
    return this.#running.has(key) || this.waits(key);
  }

  waits(key: string): boolean {
    return this.#waiting.some(({ job }) => job.key === key);
  }

  offer(job: J): Offered {
    const fresh = { job, tries: 0, group: this.#limits.groupOf(job), notBefore: Number.NEGATIVE_INFINITY };
    const place = this.#placeOf(job);
    if (place >= 0) {
      this.#waiting[place] = fresh;
      return 'replaced';
    }
    if (this.waiting + this.running >= this.#limits.most && !this.#makeWay(job)) return 'full';
    this.#waiting.push(fresh);
    return 'queued';
  }

  /** The next job that may run at this time, of the group of which the fewest run; it counts as running until it is settled. */
  take(now: number): Running<J> | undefined {
    const best = this.#next(now, false) ?? (this.#hasRoomInBackground() ? this.#next(now, true) : undefined);
    const [taken] = best === undefined ? [] : this.#waiting.splice(best, 1);
    if (taken === undefined) return undefined;
    const running = { ...taken, tries: taken.tries + 1 };
    this.#running.set(running.job.key, running);
    return running;
  }

  /** It is over. */
  settle({ job }: Running<J>): void {
    this.#running.delete(job.key);
  }

  /** It is to be done once more, not before then, unless a newer one waits that does the same. */
  again(running: Running<J>, notBefore: number): Exclude<Offered, 'full'> {
    this.settle(running);
    const { job, tries } = running;
    if (this.#placeOf(job) >= 0) return 'replaced';
    // It has counted while it ran, so there is room for it.
    this.#waiting.push({ job, tries, group: this.#limits.groupOf(job), notBefore });
    return 'queued';
  }

  /** When the first of those may run that wait for their time alone; absent if there is none. */
  nextAt(now: number): number | undefined {
    const later = this.#waiting.map(({ notBefore }) => notBefore).filter((at) => at > now);
    return later.length === 0 ? undefined : Math.min(...later);
  }

  /** Place of the next that may run, of those in the background or of the others. */
  #next(now: number, inBackground: boolean): number | undefined {
    const load = this.#load();
    let best: number | undefined;
    let least = this.#limits.mostOfGroup;
    const passed = new Set<string>();
    for (const [index, { job, group, notBefore }] of this.#waiting.entries()) {
      if ((job.inBackground ?? false) !== inBackground || notBefore > now) continue;
      if (this.#running.has(job.key) || passed.has(job.key)) continue;
      passed.add(job.key);
      const running = load.get(group) ?? 0;
      if (running < least) [best, least] = [index, running];
      if (least === 0) break;
    }
    return best;
  }

  #hasRoomInBackground(): boolean {
    const running = [...this.#running.values()].filter(({ job }) => job.inBackground === true);
    return running.length < this.#limits.mostInBackground;
  }

  #placeOf({ key, replaces }: J): number {
    if (replaces === undefined) return -1;
    return this.#waiting.findIndex(({ job }) => job.key === key && job.replaces === replaces);
  }

  #makeWay({ replaces, inBackground }: J): boolean {
    if (inBackground === true) return false;
    const background = this.#waiting.findLastIndex(({ job }) => job.inBackground === true);
    const last =
      background >= 0 || replaces !== undefined
        ? background
        : this.#waiting.findLastIndex(({ job }) => job.replaces !== undefined);
    if (last >= 0) this.#waiting.splice(last, 1);
    return last >= 0;
  }

  #load(): ReadonlyMap<string, number> {
    const load = new Map<string, number>();
    for (const { group } of this.#running.values()) load.set(group, (load.get(group) ?? 0) + 1);
    return load;
  }
}
