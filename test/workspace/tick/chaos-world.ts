import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveClock } from '../../../src/process/clock.ts';
import { listProcesses } from '../../../src/process/process-table.ts';
import { type Place, placeAt, placeWith, sharedRemoteOf } from '../../support/cli-place.ts';
import { type FastTime, wallAt } from '../../support/fast-clock.ts';
import { plainEnvironment, type ScratchRepository, scratchFolder } from '../../support/scratch-repository.ts';
import { startTick, type TickProcess } from '../../support/tick-process.ts';
import { killProcess } from '../ledger.ts';
import { ChaosLedger, ledgerScript } from './chaos-ledger.ts';

const clock = liveClock();

/** Each names its catchup; `edited` has its crons changed while all goes on. */
const pipelines: Readonly<Record<string, string>> = {
  handing: `on: { schedule: [{ cron: "* * * * *" }] }
catchup: all
tasks:
  make: { run: '. ./ledger.sh; mkdir -p out; echo "$SEGUE_INTERVAL_START" > out/made; sleep 0.3; through', artifacts: [out/made] }
  use: { needs: make, run: '. ./ledger.sh; sleep 1.2; [ "$(cat out/made)" = "$SEGUE_INTERVAL_START" ]; through', artifacts: none }
`,
  wide: `on: { schedule: [{ cron: "* * * * *" }] }
catchup: all
max-active-runs: 3
defaults: { artifacts: none }
tasks:
  one: { run: '. ./ledger.sh; sleep 2; through' }
  two: { run: '. ./ledger.sh; sleep 0.2; through' }
  sum: { needs: [one, two], run: '. ./ledger.sh; through' }
`,
  edited: editedPipeline('*/2 * * * *'),
  newest: `on: { schedule: [{ cron: "* * * * *" }] }
catchup: latest
tasks: { only: { run: '. ./ledger.sh; sleep 1; through', artifacts: none } }
`,
  present: `on: { schedule: [{ cron: "*/2 * * * *" }] }
catchup: none
tasks: { only: { run: '. ./ledger.sh; sleep 0.2; through', artifacts: none } }
`,
  later: `on: { after: [handing, newest] }
tasks: { only: { run: '. ./ledger.sh; sleep 0.3; through', artifacts: none } }
`,
};

export function editedPipeline(cron: string): string {
  return `on: { schedule: [{ cron: "${cron}" }] }
catchup: all
tasks: { only: { run: '. ./ledger.sh; sleep 0.2; through', artifacts: none } }
`;
}

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
  readonly author: Place;
  readonly lanes: readonly Lane[];
  readonly #bare: ScratchRepository;
  #time: Omit<FastTime, 'offsetMs'>;

  constructor(offsets: readonly number[], speed: number) {
    const first = placeWith(Object.fromEntries(Object.entries(pipelines).map(([id, text]) => [id, header + text])));
    first.write('ledger.sh', ledgerScript);
    first.write('.gitignore', 'out/\n');
    first.write('.github/segue.yml', 'lease: 10s\nmax-parallel-runs: 6\nenvironments: { production: {} }\n');
    first.commit('Ticks');
    const shared = sharedRemoteOf(first);
    this.#bare = shared.bare;
    this.#bare.write('hooks/post-receive', loseAnswer, 0o755);
    this.author = shared.clone();
    this.lanes = offsets.map((offsetMs, index) => {
      const [place, way] = [shared.clone(), join(scratchFolder(), 'origin.git')];
      place.git('remote', 'set-url', 'origin', way);
      return { name: `lane-${index}`, place, offsetMs, way };
    });
    for (const lane of this.lanes) this.connect(lane, true);
    this.#time = { wall: Date.parse('2026-03-02T09:00:10Z'), steady: clock.steady(), speed };
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
    rmSync(way, { force: true });
    if (isConnected) symlinkSync(this.#bare.root, way);
  }

  /** Nobody reaches the remote until it is called with true. */
  standUp(isThere: boolean): void {
    const { root } = this.#bare;
    const away = `${root}.away`;
    if (isThere && existsSync(away)) renameSync(away, root);
    if (!isThere && existsSync(root)) renameSync(root, away);
  }

  /** The next push arrives, and its answer does not. */
  loseNextAnswer(): void {
    if (existsSync(this.#bare.root)) writeFileSync(join(this.#bare.root, 'lose-answer'), '');
  }

  calm(): void {
    this.standUp(true);
    for (const lane of this.lanes) this.connect(lane, true);
    rmSync(join(this.#bare.root, 'lose-answer'), { force: true });
  }

  /** Somebody merges a change of a file. */
  merge(path: string, text: string): void {
    this.author.git('pull', '--quiet', '--ff-only');
    this.author.write(path, text);
    this.author.commit(`Change ${path}`);
    this.author.git('push', '--quiet', 'origin', 'main');
  }

  /** What the remote has; a clone of its own reads it. */
  reader(): Place {
    const folder = join(scratchFolder(), 'reader');
    this.author.git('clone', '--quiet', this.#bare.root, folder);
    return placeAt(folder);
  }

  refs(prefix: string): string {
    return this.#bare.git('for-each-ref', '--format=%(refname)', prefix);
  }
}

const header = 'description: d\nowner: o\n';

const loseAnswer = `#!/bin/sh
if rm lose-answer 2>/dev/null; then kill -9 "$PPID"; fi
`;

/** The machine of a clone goes dark: Segue and all that it has started. */
export function killMachine({ name }: Lane): void {
  for (const { pid, zombie } of listProcesses()) {
    if (!zombie && environmentOf(pid).includes(`LANE=${name}\0`)) killProcess(pid);
  }
}

function environmentOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return '';
  }
}
