import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownClock } from './clocks.ts';
import { CodeHistory } from './code-history.ts';
import { type Concern, drawConcerns } from './concerns.ts';
import { Dice } from './dice.ts';
import { Disk } from './disks.ts';
import { Faults } from './faults.ts';
import { type JobRequest, startJob } from './jobs.ts';
import { environment, Ledger } from './ledger.ts';
import { Machine } from './machine.ts';
import { MachineTime } from './machine-time.ts';
import { MergedBackfills } from './merged-backfills.ts';
import { SimulatedProcess } from './process.ts';
import { SharedObjects } from './shared-objects.ts';
import { SharedRemote } from './shared-remote.ts';
import { setStage } from './stage.ts';
import { Stored } from './stored.ts';
import { SwarmForge } from './swarm-forge.ts';
import type { Talk } from './talk.ts';
import { withExtras } from './task-extras.ts';
import { Tasks } from './tasks.ts';
import { filesOf, foundTeam, type TeamCode } from './team-code.ts';
import { WorldTime } from './world-time.ts';

export interface WorldOptions {
  readonly seed: number;
  /** Ids or kinds of what does not happen. */
  readonly without: ReadonlySet<string>;
  /** What it holds; by lot if it is not said. */
  readonly with?: readonly Concern[];
}

interface PreparedJob {
  readonly variables: Readonly<Record<string, string>>;
  readonly over: (log: string) => void;
}

/** No file on this computer is as young as anything in a world. Before and after a change of clocks, and in quiet times. */
const beginnings = [
  '2050-03-26T20:00:00Z',
  '2050-10-29T20:00:00Z',
  '2050-03-13T02:00:00Z',
  '2050-06-07T06:00:00Z',
] as const;

const longestWrongMs = 10 * 60_000;

/** Milliseconds a job may go on after it was asked to end. */
const patienceMs = 7_500;

/** All there is in the world of one seed: a remote, a forge, a team, and the machines that work for it. */
export class World {
  readonly seed: number;
  readonly dice: Dice;
  readonly concerns: ReadonlySet<Concern>;
  readonly time: WorldTime;
  readonly beganAt: number;
  readonly faults: Faults;
  readonly objects = new SharedObjects();
  readonly stored = new Stored(this.objects);
  readonly remote: SharedRemote;
  readonly ledger: Ledger;
  readonly code: CodeHistory;
  readonly tasks: Tasks;
  readonly forge: SwarmForge;
  readonly log: string[] = [];
  readonly bugs: string[] = [];
  /** The team has a machine of its own that ticks, beside the forge's. */
  readonly hasServer: boolean;
  readonly backfills: MergedBackfills;
  /** Where people write comments. */
  talk: Talk | undefined;
  readonly #folder = mkdtempSync(join(memoryDisk(), 'swarm-'));
  readonly #processes = new Map<number, SimulatedProcess>();
  readonly #teams = new Map<string, TeamCode>();
  #team: TeamCode;
  #pids = 1_000_000;
  #jobs = 0;

  constructor({ seed, without, with: asked }: WorldOptions) {
    this.seed = seed;
    this.dice = new Dice(seed);
    this.concerns = drawConcerns(this.dice, asked);
    this.beganAt = Date.parse(this.dice.fork('beginning').pick(beginnings));
    this.hasServer = this.dice.fork('server').isLikely(0.3);
    this.time = new WorldTime(this.beganAt);
    this.faults = new Faults(seed, this.concerns, without);
    this.ledger = new Ledger({
      stored: this.stored,
      headOf: (ref) => this.remote.refs.get(ref),
      now: () => this.time.now,
      pipelineAt: (commit, id) => this.#teams.get(commit)?.pipelines.find((each) => each.id === id),
      pools: () => this.#team.pools ?? {},
      note: (line) => this.note(line),
    });
    this.remote = new SharedRemote(this.objects, (ref, from, to) => {
      this.ledger.moved(ref, from, to);
      this.talk?.judge.moved(ref, from, to);
    });
    this.code = new CodeHistory(this.objects, () => this.time.now);
    this.tasks = new Tasks(this.time, this.faults, seed, {
      started: (attempt) => {
        this.ledger.started(attempt);
        this.talk?.judge.taskStarted(attempt);
      },
      ended: (attempt, outcome) => this.ledger.ended(attempt, outcome),
    });
    this.forge = new SwarmForge(this.faults, () => void this.time.after(5_000, () => this.wakeUp()));
    this.#team = withExtras(foundTeam(this.dice.fork('team')), this.concerns, this.dice.fork('extras'));
    const backfills = this.concerns.has('comments') ? this.dice.fork('comments backfills') : undefined;
    this.backfills = new MergedBackfills(this.#team, this.beganAt, backfills);
    this.push(this.#team, 'Begin');
    const written = () => this.talk?.written ?? [];
    const startedAt = () => this.talk?.startedAt ?? [];
    setStage({ ...this, written, startedAt, processOf: (pid: number) => this.#processes.get(pid) });
  }

  get team(): TeamCode {
    return this.#team;
  }

  /** Nobody is at work. */
  get isQuiet(): boolean {
    return [...this.#processes.values()].every(({ isAlive, isIdle }) => !isAlive || isIdle);
  }

  note(line: string): void {
    this.log.push(`${new Date(this.time.now).toISOString()} ${line}`);
  }

  push(team: TeamCode, message: string): void {
    this.#team = team;
    for (const { id, family } of team.pipelines) this.ledger.isFamily(id, family);
    const commit = this.code.push(new Map([...filesOf(team), ...this.backfills.files(team)]), message);
    this.#teams.set(commit, team);
    this.note(`${message}: ${commit.slice(0, 7)}`);
  }

  /** A forge wakes a job on a fresh machine, which serves what is due. */
  wakeUp(): void {
    this.job({ command: 'tick' });
  }

  job(inputs: Readonly<Record<string, string>>): void {
    this.runJob(`job-${++this.#jobs}`, inputs);
  }

  /** @param prepare Puts what it needs on its machine, and gives what else it is told and who hears its log. */
  runJob(name: string, inputs: Readonly<Record<string, string>>, prepare?: (machine: Machine) => PreparedJob): void {
    const machine = this.machine(name, true);
    const process = this.process(machine, name);
    const text = { environment, ...inputs };
    const prepared = prepare?.(machine);
    this.talk?.judge.started(inputs);
    this.note(`${name} begins: ${Object.values(inputs).join(' ')}`);
    const over: JobRequest['over'] = (log, error) => {
      if (!process.isAlive) return;
      this.end(process);
      machine.throwAway();
      this.note(`${name} is over`);
      for (const line of log.split('\n')) if (line !== '') this.note(`  ${name} ${this.#plain(line)}`);
      if (error !== undefined) this.bugs.push(`${name}: ${this.#plain(String((error as Error).stack ?? error))}`);
      prepared?.over(log);
    };
    const variables = prepared?.variables ?? {};
    const interrupt = startJob(process, { inputs: text, variables, over });
    if (!this.faults.happens('job-cancelled', name)) return;
    process.clock.after(this.dice.fork(name).below(120_000), () => {
      this.note(`${name} is cancelled`);
      interrupt(false);
      process.clock.after(patienceMs, () => process.die());
    });
  }

  machine(name: string, isFresh: boolean): Machine {
    const dice = this.dice.fork(`machine ${name}`);
    const folder = join(this.#folder, name);
    const disk = this.concerns.has('disks')
      ? { disk: { disk: new Disk(folder, () => this.time.now), dice: this.dice.fork(`disk ${name}`) } }
      : {};
    const machine = new Machine({
      name,
      isFresh,
      folder,
      ...disk,
      time: new MachineTime(this.time),
      startedAt: this.time.now - dice.below(1_000_000),
      aheadMs: (dice.isLikely(0.3) ? dice.between(-20_000, 20_000) : 0) + this.#wrongBy(name),
    });
    machine.checkOut(this.code.head, this.code.filesAt(this.code.head));
    return machine;
  }

  /** How far the clock of a machine is off, where clocks are wrong by minutes. */
  #wrongBy(name: string): number {
    const dice = this.dice.fork(`clock ${name}`);
    return this.concerns.has('clocks') && dice.isLikely(0.4) ? dice.between(-longestWrongMs, longestWrongMs) : 0;
  }

  process(machine: Machine, name: string): SimulatedProcess {
    const process = new SimulatedProcess({
      pid: ++this.#pids,
      name,
      machine,
      time: this.time,
      faults: this.faults,
      dice: this.dice.fork(`process ${name}`),
      died: (dead) => {
        this.note(`${name} dies`);
        machine.processes.delete(dead);
        this.tasks.died(dead, machine.isBroken);
      },
    });
    ownClock(process);
    machine.processes.add(process);
    this.#processes.set(process.pid, process);
    return process;
  }

  /** Nobody looks for it any more. */
  end(process: SimulatedProcess): void {
    process.end();
    process.machine.processes.delete(process);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Where a world keeps its disks is not the same twice. */
  #plain(text: string): string {
    return text.replaceAll(this.#folder, '<disk>');
  }
}

/** A disk in memory, where there is one: a world writes many small files. */
function memoryDisk(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}
