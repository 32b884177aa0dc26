import { createHash } from 'node:crypto';
import { act, unpauseAll } from './act.ts';
import type { Concern } from './concerns.ts';
import { gapsAndOverlaps, leftToDo, wronglyCounted } from './converged.ts';
import type { FaultKind, Happened } from './faults.ts';
import { type Act, planActs, pushed } from './people.ts';
import { serve } from './server.ts';
import { beginToTalk, talkLeft, talkOut } from './talking.ts';
import { wakeRegularly } from './wake-ups.ts';
import { World } from './world.ts';

export interface PlayRequest {
  readonly seed: number;
  /** Ids or kinds of faults, and ids of acts, that do not happen. */
  readonly without?: ReadonlySet<string>;
  /** What the world holds beside the plain; by lot if it is not said. */
  readonly with?: readonly Concern[];
}

export interface Played {
  readonly seed: number;
  readonly concerns: readonly Concern[];
  /** What must not be, the first first; empty if all is well. */
  readonly broken: readonly string[];
  readonly rates: Readonly<Record<FaultKind, number>>;
  readonly happened: readonly Happened[];
  readonly acts: readonly (Pick<Act, 'id' | 'afterMs'> & { readonly kind: string })[];
  readonly log: readonly string[];
  /** Of the log: the same for the same seed. */
  readonly digest: string;
  readonly days: number;
}

const hour = 3_600_000;
const longestCalmMs = 96 * hour;

/** Plays the world of a seed: some hours in which things go wrong, then calm, in which all must come right. */
export async function play({ seed, without = new Set(), ...rest }: PlayRequest): Promise<Played> {
  const world = new World({ seed, without, ...rest });
  const noteBug = (error: unknown) =>
    void world.bugs.push(`nobody waits for it: ${String((error as Error).stack ?? error)}`);
  process.on('unhandledRejection', noteBug);
  try {
    const storm = world.dice.fork('storm').between(2, 14) * hour;
    const acts = planActs(world.dice.fork('people'), storm).filter(({ id }) => !without.has(id));
    for (const each of acts) world.time.after(each.afterMs, () => act(world, each));
    const said = await beginToTalk(world, storm, without);
    wakeRegularly(world);
    serve(world);
    await pass(world, storm);
    if (!isBroken(world)) await calm(world);
    const broken = [...world.bugs, ...world.ledger.broken];
    const digest = createHash('sha256').update(world.log.join('\n')).digest('hex');
    const days = (world.time.now - world.beganAt) / (24 * hour);
    const { rates, happened } = world.faults;
    return {
      seed,
      concerns: [...world.concerns],
      broken,
      rates,
      happened,
      acts: [...acts, ...said],
      log: world.log,
      digest,
      days,
    };
  } finally {
    process.off('unhandledRejection', noteBug);
    world.close();
  }
}

function isBroken({ bugs, ledger }: World): boolean {
  return bugs.length > 0 || ledger.broken.length > 0;
}

async function pass(world: World, ms: number): Promise<void> {
  const until = world.time.now + ms;
  while (!isBroken(world) && (await world.time.step(until)));
}

/** From now on nothing goes wrong and nobody stands in the way: the world must come to rest. */
async function calm(world: World): Promise<void> {
  world.faults.end();
  world.note('From here on nothing goes wrong any more.');
  const mended = pushed(world.team, { kind: 'revert', which: 0 });
  if (world.team.pipelines.some(({ isBroken: broken }) => broken)) world.push(mended, 'Mend what is broken');
  await talkOut(world);
  unpauseAll(world);
  let left: readonly string[] = ['it has not begun'];
  for (let passed = 0; passed < longestCalmMs && left.length > 0; passed += hour / 4) {
    await pass(world, hour / 4);
    if (isBroken(world)) return;
    // What is under way is not done yet.
    left = world.isQuiet ? leftToDo(world) : left;
  }
  const unrested = left.map((each) => `it does not come to rest: ${each}`);
  world.ledger.demand([...unrested, ...gapsAndOverlaps(world), ...wronglyCounted(world), ...talkLeft(world)]);
}
