import { liveClock } from '../../../src/process/clock.ts';
import type { TickEnded } from '../../support/tick-process.ts';
import { killProcess } from '../ledger.ts';
import type { Chance } from './chance.ts';
import { type ChaosWorld, editedPipeline, killMachine, type Lane } from './chaos-world.ts';

const clock = liveClock();

/** How a tick came to its end, for who has to understand what happened. */
export interface Played {
  readonly at: number;
  readonly lane: string;
  readonly what: string;
  readonly ended?: TickEnded;
}

/** Ticks start again and again everywhere, and die; the remote goes away and loses answers; code changes. All until then. */
export async function playChaos(world: ChaosWorld, chance: Chance, forMs: number): Promise<readonly Played[]> {
  const until = clock.steady() + forMs;
  const over = pause(forMs);
  const played: Played[] = [];
  const note = (lane: string, what: string, ended?: TickEnded) =>
    played.push({ at: Math.round(forMs - (until - clock.steady())), lane, what, ...(ended && { ended }) });
  const goesOn = () => clock.steady() < until;
  await Promise.all([
    ...world.lanes.map((lane) => playLane(world, lane, chance.fork(), over, note)),
    // Two ticks at once in one clone.
    ...world.lanes.slice(0, 1).map((lane) => playLane(world, lane, chance.fork(), over, note)),
    playRemote(world, chance.fork(), goesOn, note),
    playCode(world, chance.fork(), goesOn, note),
  ]);
  return played;
}

type NotePlayed = (lane: string, what: string, ended?: TickEnded) => void;

async function playLane(world: ChaosWorld, lane: Lane, chance: Chance, over: Promise<void>, note: NotePlayed) {
  let goesOn = true;
  void over.then(() => {
    goesOn = false;
  });
  while (goesOn) {
    if (chance.of(0.5)) pull(lane);
    const tick = world.tick(lane);
    const fate = chance.pick(['lives', 'lives', 'kill', 'power', 'interrupt'] as const);
    // Half of them meet it while they work, the others whenever.
    if (fate !== 'lives' && chance.of(0.5)) await Promise.race([tick.ended, tick.claimed, over]);
    await Promise.race([tick.ended, fate === 'lives' ? over : pause(chance.between(0, 4_000))]);
    // Time goes so fast that something is always due: one that lives to the end would not end by itself.
    if (fate === 'interrupt' || fate === 'lives') tick.interrupt();
    if (fate === 'kill') killProcess(tick.pid);
    if (fate === 'power') killMachine(lane);
    note(lane.name, fate, await tick.ended);
    await pause(chance.between(0, 500));
  }
}

/** The remote is away for a while, one clone is cut off for longer than a lease, answers get lost. */
async function playRemote(world: ChaosWorld, chance: Chance, goesOn: () => boolean, note: NotePlayed) {
  await pause(chance.between(2_000, 4_000));
  const lane = chance.pick(world.lanes);
  const cutMs = 14_000;
  note(lane.name, `cut off for ${cutMs}`);
  world.connect(lane, false);
  const mended = pause(cutMs).then(() => world.connect(lane, true));
  while (goesOn()) {
    await pause(chance.between(1_500, 4_000));
    if (chance.of(0.7)) {
      world.loseNextAnswer();
      note('remote', 'loses an answer');
    } else {
      const awayMs = chance.between(300, 3_000);
      note('remote', `away for ${awayMs}`);
      world.standUp(false);
      await pause(awayMs);
      world.standUp(true);
    }
  }
  await mended;
}

async function playCode(world: ChaosWorld, chance: Chance, goesOn: () => boolean, note: NotePlayed) {
  const crons = ['*/2 * * * *', '*/3 * * * *', '1-59/2 * * * *', '* * * * *'];
  while (goesOn()) {
    await pause(chance.between(4_000, 10_000));
    const cron = chance.pick(crons);
    try {
      world.merge('pipelines/edited.yml', `description: d\nowner: o\n# ${chance.next()}\n${editedPipeline(cron)}`);
      note('code', cron);
    } catch {
      note('code', 'the remote is away');
    }
  }
}

/** As a line of a crontab would: without the remote it goes on with what it has. */
function pull({ place }: Lane): void {
  try {
    place.git('pull', '--quiet', '--ff-only');
  } catch {
    // The remote is away, or another process of the clone is at it.
  }
}

/** All is well again: ticks run everywhere until one round of them has found nothing to do. */
export async function playCalm(world: ChaosWorld, mostRounds: number): Promise<readonly Played[]> {
  world.calm();
  world.stopTime();
  const played: Played[] = [];
  const begun = clock.steady();
  for (let round = 0; round < mostRounds; round++) {
    const ticks = world.lanes.map(async (lane) => {
      pull(lane);
      const ended = await world.tick(lane).ended;
      played.push({ at: Math.round(clock.steady() - begun), lane: lane.name, what: `calm ${round}`, ended });
      return ended;
    });
    const all = await Promise.all(ticks);
    if (all.every(isIdle)) return played;
  }
  throw new Error(
    `there is still something to do after ${mostRounds} rounds:\n${told(played.slice(-world.lanes.length))}`,
  );
}

const busy: ReadonlySet<string> = new Set(['claimed', 'noted', 'taking-over', 'lost-race', 'refused']);

function isIdle({ code, stdout }: TickEnded): boolean {
  const lines = stdout.split('\n').filter(Boolean);
  const events = lines.map((line) => (JSON.parse(line) as { readonly event: string }).event);
  return code === 0 && !events.some((event) => busy.has(event));
}

export function told(played: readonly Played[]): string {
  return played
    .map(
      ({ at, lane, what, ended }) =>
        `${at} ${lane} ${what} ${ended?.code ?? ''} ${ended?.stderr ?? ''}${brief(ended?.stdout)}`,
    )
    .join('\n');
}

function brief(stdout = ''): string {
  const wanted = /"event":"(claimed|noted|taking-over|refused|ended|outrun|lost-race)"/;
  return stdout
    .split('\n')
    .filter((line) => wanted.test(line))
    .map((line) => `\n    ${line.slice(0, 260)}`)
    .join('');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}
