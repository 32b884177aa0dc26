import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveClock } from '../../../src/process/clock.ts';
import { listProcesses } from '../../../src/process/process-table.ts';
import { liveRandomness } from '../../../src/process/randomness.ts';
import { git } from '../../../src/store/git/git-process.ts';
import { openGitState } from '../../../src/store/git/git-state.ts';
import { openRepository } from '../../../src/store/repository/repository.ts';
import { type Place, placeAt, placeWith, sharedRemoteOf } from '../../support/cli-place.ts';
import { type FastTime, wallAt } from '../../support/fast-clock.ts';
import { plainEnvironment, scratchFolder } from '../../support/scratch-repository.ts';
import { startTick, type TickProcess } from '../../support/tick-process.ts';
import { killProcess } from '../ledger.ts';
import { ChaosLedger } from './chaos-ledger.ts';
import { chaosFiles, editedFile } from './chaos-pipelines.ts';
import { ChaosRemote } from './chaos-remote.ts';

const clock = liveClock();
/** A look takes some milliseconds. */
const mostRounds = 1_000;
export const environment = 'production';
/** All schedules of the world fire then; it begins ten seconds later. */
export const deployed = '2026-03-02T09:00:00.000Z';

/** A clone in which ticks run, with a clock of its own. */
export interface Lane {
  readonly name: string;
  readonly place: Place;
  readonly offsetMs: number;
  /** Its way to the remote, a link that can be cut. */
  readonly way: string;
}

/** A remote, its clones, and time that goes fast in all of them. */
export class ChaosWorld {
  readonly ledger = new ChaosLedger(join(scratchFolder(), 'ledger'));
  readonly lanes: readonly Lane[];
  readonly remote: ChaosRemote;
  readonly #author: Place;
  #time: Omit<FastTime, 'offsetMs'> = { wall: Date.parse(deployed) + 10_000, steady: 0, speed: 0 };

  /** Time stands still in it. */
  constructor(offsets: readonly number[]) {
    const first = placeWith({});
    for (const [path, text] of Object.entries(chaosFiles())) first.write(path, text);
    first.commit('Ticks');
    const shared = sharedRemoteOf(first);
    this.remote = new ChaosRemote(shared.bare);
    this.#author = shared.clone();
    this.lanes = offsets.map((offsetMs, index) => {
      const [place, way] = [shared.clone(), join(scratchFolder(), 'origin.git')];
      place.git('remote', 'set-url', 'origin', way);
      return { name: `lane-${index}`, place, offsetMs, way };
    });
    for (const lane of this.lanes) this.connect(lane, true);
  }

  /** From here on clocks go so many times as fast as they should, each with its own mistake. */
  startTime(speed: number): void {
    this.#time = { ...this.#time, steady: clock.steady(), speed };
  }

  lane(index: number): Lane {
    const lane = this.lanes[index];
    if (lane === undefined) throw new Error(`there is no lane ${index}`);
    return lane;
  }

  tick(lane: Lane): TickProcess {
    const variables = { ...plainEnvironment, LEDGER: this.ledger.folder, LANE: lane.name };
    const offsetMs = this.#time.speed === 0 ? 0 : lane.offsetMs;
    return startTick({ root: lane.place.root, variables, time: { ...this.#time, offsetMs } });
  }

  /** Every clock stands still and shows the same, at a time that none of them has seen. */
  stopTime(): void {
    const ahead = Math.max(0, ...this.lanes.map(({ offsetMs }) => offsetMs));
    const wall = wallAt({ ...this.#time, offsetMs: ahead }, clock.steady());
    this.#time = { wall: Math.ceil(wall / 60_000) * 60_000 + 30_000, steady: 0, speed: 0 };
  }

  /** What clocks show once time has stopped, in milliseconds since the epoch. */
  get end(): number {
    return this.#time.wall;
  }

  /** A clone does not reach the remote until it is called with true. */
  connect({ way }: Lane, isConnected: boolean): void {
    this.remote.connect(way, isConnected);
  }

  calm(): void {
    this.remote.calm();
    for (const lane of this.lanes) this.connect(lane, true);
  }

  /** As a line of a crontab would: without the remote, or beside another pull, it goes on with what it has. */
  async pull({ place }: Lane): Promise<void> {
    await git(place.place, 'pull', ['pull', '--quiet', '--ff-only']).catch(() => undefined);
  }

  /** Somebody merges another cron of `edited`. Throws while the remote is away: it goes with the next. */
  async mergeCron(cron: string, note: number): Promise<void> {
    const { place } = this.#author;
    await git(place, 'pull', ['pull', '--quiet', '--ff-only']);
    this.#author.write(...editedFile(cron, note));
    this.#author.commit(`Fire at ${cron}`);
    await git(place, 'merge', ['push', '--quiet', 'origin', 'main']);
  }

  /** Somebody replaces the history of a state by one commit. */
  async squash(pipeline: string): Promise<void> {
    const { home: repository } = await openRepository({
      directory: this.#author.root,
      environment: plainEnvironment,
    });
    const state = openGitState({ repository, clock, chance: liveRandomness(), remote: 'origin' });
    await state.squash(environment, pipeline, 'ana').finally(() => state.close());
  }

  /** What the remote has; a clone of its own reads it. */
  reader(): Place {
    const folder = join(scratchFolder(), 'reader');
    this.#author.git('clone', '--quiet', this.remote.root, folder);
    return placeAt(folder);
  }

  /**
   * The machine of a clone goes dark: Segue and all that it has started, also what starts meanwhile; but not what the remote
   * has started for it, which is on a machine of its own.
   */
  killMachine({ name }: Lane): void {
    for (let round = 0; round < mostRounds; round++) {
      const living = this.#living(name).filter((pid) => !this.remote.isServing(pid));
      if (living.length === 0) return;
      living.forEach(killProcess);
    }
    throw new Error(`processes of ${name} do not die: ${this.#living(name).join(', ')}`);
  }

  /** Processes of all clones that are still there. */
  living(): readonly number[] {
    return this.lanes.flatMap(({ name }) => this.#living(name));
  }

  #living(name: string): readonly number[] {
    const marks = [`LANE=${name}\0`, `LEDGER=${this.ledger.folder}\0`];
    const pids = listProcesses().flatMap(({ pid, zombie }) => (zombie ? [] : [pid]));
    return pids.filter((pid) => {
      const variables = environmentOf(pid);
      return marks.every((mark) => variables.includes(mark));
    });
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
