import type { StateRepository } from '../../../src/store/git/git-objects.ts';
import { gitProblem } from '../../../src/store/git/git-problem.ts';
import type { PushOptions, PushUpdate, StateRemote } from '../../../src/store/git/git-remote.ts';
import { trackingRef } from '../../../src/store/names.ts';
import type { PushVerdict } from '../../../src/store/push/push-report.ts';
import type { SimulatedProcess } from '../process.ts';
import { processIn, stage } from '../stage.ts';

export type { PushOptions, PushUpdate, StateRemote } from '../../../src/store/git/git-remote.ts';

type Verdicts = ReadonlyMap<string, PushVerdict>;

const [asking, sending, late] = [
  { least: 100, most: 900 },
  { least: 200, most: 2_500 },
  { least: 5_000, most: 90_000 },
];

/** The remote of the world, over a network that loses questions and answers. */
export class CommandRemote implements StateRemote {
  readonly #repository: StateRepository;

  constructor(repository: StateRepository) {
    this.#repository = repository;
  }

  async fetch(refsOrNamespaces: readonly string[]): Promise<void> {
    const process = this.#process();
    const { remote, faults } = stage();
    await process.wait(asking);
    if (process.dies('it fetches')) return new Promise(() => {});
    if (isCutOff(process) || faults.happens('fetch-lost', process.name)) throw away();
    const seen = refsOrNamespaces.map((name) => ({ name, refs: remote.below(name) }));
    await process.wait(asking);
    const { refs } = process.machine;
    for (const { name, refs: theirs } of seen) {
      const there = new Set(theirs.map(([ref]) => trackingRef(ref)));
      for (const ref of [...refs.keys()]) if (ref.startsWith(trackingRef(name)) && !there.has(ref)) refs.delete(ref);
      for (const [ref, version] of theirs) refs.set(trackingRef(ref), version);
    }
  }

  async push(updates: readonly PushUpdate[], { atomic = false }: PushOptions = {}): Promise<Verdicts> {
    const process = this.#process();
    const { remote, faults, time } = stage();
    const what = updates.map(({ ref }) => ref.split('/').slice(1).join('/')).join(' ');
    await process.wait(sending);
    if (process.dies(`it pushes ${what}`)) return new Promise(() => {});
    const about = `${process.name} ${what}`;
    if (isCutOff(process) || faults.happens('push-lost', about)) return unknown(updates);
    if (faults.happens('push-late', about)) {
      time.after(process.dice.between(late.least, late.most), () => void remote.push(updates, atomic));
      return unknown(updates);
    }
    const isTorn = !atomic && updates.length > 1 && faults.happens('push-torn', about);
    const arriving = isTorn ? updates.filter(() => process.dice.isLikely(0.5)) : updates;
    const verdicts = remote.push(arriving, atomic);
    await process.wait(sending);
    if (process.dies(`it knows what became of its push of ${what}`)) return new Promise(() => {});
    if (isCutOff(process) || faults.happens('push-answer-lost', about)) return unknown(updates);
    return new Map([...unknown(updates), ...verdicts]);
  }

  async bring(version: string): Promise<boolean> {
    return stage().objects.get(version) !== undefined;
  }

  async commonVersion(a: string, b: string): Promise<string | undefined> {
    return stage().objects.common(a, b);
  }

  async firstVersion(version: string): Promise<string> {
    return stage().objects.first(version);
  }

  #process(): SimulatedProcess {
    return processIn(this.#repository.place.environment);
  }
}

const longestCutMs = 15 * 60_000;
/** Longer than any lease counts, and than whoever waits for one looks at it. */
const [shortestIslandMs, longestIslandMs] = [8 * 60_000, 40 * 60_000];

/** True while the machine reaches nobody; that may begin now. */
export function isCutOff({ machine, name, dice }: SimulatedProcess): boolean {
  const { time, faults } = stage();
  if (machine.cutOffUntil <= time.now && faults.happens('machine-cut-off', name)) {
    machine.cutOffUntil = time.now + dice.between(10_000, longestCutMs);
  }
  if (machine.cutOffUntil <= time.now && faults.happens('machine-islanded', name)) {
    machine.cutOffUntil = time.now + dice.fork(`island ${time.now}`).between(shortestIslandMs, longestIslandMs);
  }
  return machine.cutOffUntil > time.now && !faults.areOver;
}

export function away(): Error {
  return gitProblem('reach the remote', 'fatal: unable to access: could not resolve host');
}

function unknown(updates: readonly PushUpdate[]): Verdicts {
  return new Map(updates.map(({ ref }) => [ref, { kind: 'unknown' }]));
}
