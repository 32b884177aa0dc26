import type { Outcome, RunDocument } from '../../src/run/document.ts';
import type { ActiveRun, PipelineState } from '../../src/run/ports.ts';
import { replay } from '../../src/run/replay.ts';
import { readJournal } from '../../src/store/local/local-journal.ts';
import { runPath, statePath, stateRef } from '../../src/store/names.ts';
import { AgainJudge } from './judges/again-judge.ts';
import { wrongEnds } from './judges/branch-judge.ts';
import { PoolJudge } from './judges/pool-judge.ts';
import { ruleSays } from './judges/rules.ts';
import type { Stored } from './stored.ts';
import type { Living, TaskWitness } from './tasks.ts';
import { longestDelayMs, type TeamPipeline } from './team-code.ts';

export const environment = 'production';

/** Who sees all: what is at the remote, and what every task does. */
export interface LedgerOptions {
  readonly stored: Stored;
  readonly headOf: (ref: string) => string | undefined;
  readonly now: () => number;
  /** A pipeline as it is at a commit. */
  readonly pipelineAt: (commit: string, id: string) => TeamPipeline | undefined;
  /** Slots by name of the pools that all share. */
  readonly pools: () => Readonly<Record<string, number>>;
  readonly note: (line: string) => void;
}

interface Ended {
  readonly at: number;
  readonly outcome: Outcome;
  readonly by: Living;
}

/** Keeps what happens in a world, and finds out at once if it must not: the semantics that never bend. */
export class Ledger implements TaskWitness {
  readonly broken: string[] = [];
  /** Scheduled runs by what they serve: pipeline's family, interval and generation. */
  readonly served = new Map<string, string>();
  /** Each as it was stored last. */
  readonly runs = new Map<string, RunDocument>();
  /** Whether somebody has asked by name that a task of a run runs again, whatever became of it. */
  isAskedAgain: (run: string, task: string) => boolean = () => false;
  readonly pools: PoolJudge;
  readonly #options: LedgerOptions;
  readonly #families = new Map<string, string>();
  readonly #living = new Map<string, Living>();
  readonly #attempts = new Set<string>();
  readonly #ended = new Map<string, Ended>();
  readonly #succeeded = new Set<string>();
  readonly #again = new AgainJudge();
  readonly #cursors = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  readonly #moves = new Map<string, number>();

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.pools = new PoolJudge(() => options.pools(), options.now);
  }

  /** The pipeline is the same as before, under another id. */
  isFamily(id: string, family: string): void {
    this.#families.set(id, family);
  }

  familyOf(pipeline: string): string {
    return this.#families.get(pipeline) ?? pipeline;
  }

  started(attempt: Living): void {
    const { run, task, id } = attempt.spec;
    const key = `${run}/${task}`;
    this.#options.note(`task ${id} starts at ${attempt.process.name}`);
    const other = this.#living.get(key);
    // One whose machine stood still, and whose lease ran out meanwhile, is a limit that is written down; it ends when it wakes.
    if (other !== undefined && other.machine.time.thawsAt + wakingMs < this.#options.now()) {
      this.#break(
        `two copies of ${key} run at once: ${other.spec.id} of ${other.process.name} and ${id} of ${attempt.process.name}`,
      );
    }
    if (this.#attempts.has(id)) this.#break(`the attempt ${id} was started before`);
    this.#attempts.add(id);
    this.#living.set(key, attempt);
    this.#judgeNeeds(attempt);
    this.#judgePool(attempt);
    this.#judgeRecords(attempt);
    this.#judgeClaim(attempt);
    this.#judgeAgain(attempt);
    this.#judgeDelay(attempt);
    this.#ended.delete(key);
  }

  ended(attempt: Living, outcome: Outcome): void {
    const { run, task, id } = attempt.spec;
    const key = `${run}/${task}`;
    this.#options.note(`task ${id} ends: ${outcome.kind}`);
    this.pools.ended(attempt);
    if (this.#living.get(key) === attempt) this.#living.delete(key);
    this.#ended.set(key, { at: this.#options.now(), outcome, by: attempt });
    if (outcome.kind === 'success') this.#succeeded.add(key);
  }

  /** A ref of the remote has moved. */
  moved(ref: string, from: string | undefined, to: string | undefined): void {
    this.#options.note(`${ref} ${from?.slice(0, 7) ?? 'none'} ${to?.slice(0, 7) ?? 'none'}`);
    this.#moves.set(ref, this.#options.now());
    if (!ref.startsWith(`refs/segue/${environment}/`)) return;
    if (to === undefined) this.#break(`${ref} was deleted`);
    for (const [path, text] of this.#options.stored.changed(from, to)) {
      if (path === statePath) this.#judgeState(JSON.parse(text) as PipelineState);
      if (path.startsWith('runs/')) this.#judgeRun(JSON.parse(text) as RunDocument);
    }
  }

  /** When a ref of the remote moved last. */
  movedAt(ref: string): number {
    return this.#moves.get(ref) ?? 0;
  }

  /** What the remote has of a pipeline now. */
  stored(id: string): { readonly state?: PipelineState; readonly run: (run: string) => RunDocument | undefined } {
    const { stored, headOf } = this.#options;
    const version = headOf(stateRef(environment, id));
    const state = stored.text(version, statePath);
    const run = (wanted: string) => {
      const text = stored.text(version, runPath(wanted));
      return text === undefined ? undefined : (JSON.parse(text) as RunDocument);
    };
    return { ...(state === undefined ? {} : { state: JSON.parse(state) as PipelineState }), run };
  }

  /** Each of these must not be. */
  demand(troubles: readonly string[]): void {
    for (const each of troubles) this.#break(each);
  }

  #poolOf({ spec, environment: variables }: Living): string | undefined {
    const { SEGUE_PIPELINE: id = '', SEGUE_COMMIT: commit = '' } = variables;
    return this.#options.pipelineAt(commit, id)?.extras?.[plainId(spec.task)]?.pool;
  }

  #judgePool(attempt: Living): void {
    const pool = this.#poolOf(attempt);
    if (pool !== undefined) this.demand(this.pools.started(attempt, pool));
  }

  /** With the default rule a task starts once all that it needs have succeeded. */
  #judgeNeeds({ spec, environment: variables }: Living): void {
    const { SEGUE_PIPELINE: id = '', SEGUE_COMMIT: commit = '' } = variables;
    const pipeline = this.#options.pipelineAt(commit, id);
    if (pipeline === undefined) this.#break(`${spec.id} runs at ${commit}, which has no ${id}`);
    const { extras, tasks } = pipeline ?? {};
    if (extras?.[plainId(spec.task)]?.rule !== undefined) return;
    for (const need of tasks?.[plainId(spec.task)] ?? []) {
      // A list of instances has no attempt of its own.
      if (extras?.[need]?.isForEach) continue;
      const key = `${spec.run}/${need}`;
      // Of a later attempt that died before anybody heard of it nobody can know.
      const isDone = (this.#succeeded.has(key) || this.#isMarked(spec.run, need)) && !this.#living.has(key);
      if (!isDone) this.#break(`${spec.id} started, though ${need} has not succeeded`);
    }
  }

  /** What a task builds on is in the journal before it starts, or was stored by somebody before. */
  #judgeRecords({ spec, machine, environment: variables }: Living): void {
    const { SEGUE_PIPELINE: pipeline = '', SEGUE_COMMIT: commit = '' } = variables;
    const { tasks, extras } = this.#options.pipelineAt(commit, pipeline) ?? {};
    const task = plainId(spec.task);
    const needs = tasks?.[task] ?? [];
    if (needs.length === 0) return;
    const { rule = 'all_success' } = extras?.[task] ?? {};
    const journalled = this.#journalled(machine, pipeline, spec.run);
    const states = needs.map((need) => journalled?.tasks[need]?.state ?? 'none');
    if (ruleSays(rule, states) === 'start') return;
    const known = needs.map((need, index) => `${need} that it is ${states[index]}`).join(', of ');
    this.#break(`${spec.id} started (${rule}), and the journal says of ${known}`);
  }

  /** A success that is stored is final. */
  #judgeAgain({ spec, machine, environment: variables }: Living): void {
    const { SEGUE_PIPELINE: id = '', SEGUE_COMMIT: commit = '' } = variables;
    const { run, task } = spec;
    const plain = plainId(task);
    const pipeline = this.#options.pipelineAt(commit, id) ?? { tasks: {} };
    const stateOf = (each: string) => this.#journalled(machine, id, run)?.tasks[each]?.state ?? 'none';
    const mayStart = this.#again.mayStart({ run, task, plain, pipeline, stateOf }) || this.isAskedAgain(run, task);
    if (!mayStart) this.#break(`${spec.id} started after its success was stored`);
    this.#again.started(run, plain);
  }

  /** A run as a machine knows it, or as it is stored where that has not worked on it. */
  #journalled(machine: Living['machine'], pipeline: string, run: string): RunDocument | undefined {
    const journal = readJournal(machine.segueDir, { environment, pipeline, run });
    return replay(journal?.entries ?? []) ?? this.stored(pipeline).run(run);
  }

  /** The claim has left the machine before the first task starts. */
  #judgeClaim({ spec, process, environment: variables }: Living): void {
    const { state } = this.stored(variables.SEGUE_PIPELINE ?? '');
    const claim = state?.active.find((each) => each.run === spec.run);
    if (claim === undefined) this.#break(`${spec.id} started, and the remote knows of no claim`);
    else if (claim.pid !== process.pid) this.#break(`${spec.id} started under the claim of ${whoseIs(claim)}`);
    const holder = claim?.lease;
    if (holder !== undefined && this.#options.headOf(`refs/segue-lease/${environment}/${holder}`) === undefined) {
      this.#break(`${spec.id} started, and its lease ${holder} is not up`);
    }
  }

  #judgeDelay(attempt: Living): void {
    const { spec, process } = attempt;
    // It may wait for a slot as well.
    if (this.#poolOf(attempt) !== undefined) return;
    const before = this.#ended.get(`${spec.run}/${spec.task}`);
    // Whoever was interrupted goes on when the run is taken over, be it by the same process, not when its next try is due.
    if (before === undefined || before.by.process !== process) return;
    if (continuationOf(before.by) !== continuationOf(attempt)) return;
    if (before.outcome.kind !== 'exit' && before.outcome.kind !== 'timeout') return;
    const waited = this.#options.now() - before.at;
    if (waited > longestDelayMs + 1_000) this.#break(`${spec.id} waited ${waited} ms for its next try`);
  }

  #judgeState({ pipeline, cursor, successes, active }: PipelineState): void {
    const before = this.#cursors.get(pipeline);
    if (before !== undefined && (cursor === undefined || cursor < before)) {
      this.#break(`the cursor of ${pipeline} went back from ${before} to ${cursor}`);
    }
    if (cursor !== undefined) this.#cursors.set(pipeline, cursor);
    const count = successes?.count ?? 0;
    if (count < (this.#counts.get(pipeline) ?? 0)) this.#break(`successes of ${pipeline} went back to ${count}`);
    this.#counts.set(pipeline, count);
    const ids = active.map(({ run }) => run);
    if (new Set(ids).size < ids.length) this.#break(`${pipeline} has a run twice among the active ones`);
  }

  #judgeRun(document: RunDocument): void {
    const { run, pipeline, trigger, interval, generation, tasks } = document;
    const before = this.runs.get(run);
    this.runs.set(run, document);
    if (trigger.kind === 'schedule' && interval !== undefined) {
      const key = `${this.familyOf(pipeline)} ${interval.start} ${interval.end} ${generation}`;
      const other = this.served.get(key);
      if (other !== undefined && other !== run) this.#break(`${run} and ${other} both serve ${key}`);
      this.served.set(key, run);
    }
    const code = this.#options.pipelineAt(document.commit, pipeline);
    for (const wrong of code === undefined ? [] : wrongEnds(document, code)) this.#break(`${run}: ${wrong}`);
    for (const [task, { state, mark, instances }] of Object.entries(tasks)) {
      const isNone = state !== 'success' || mark !== undefined || instances !== undefined;
      const isTrue = isNone || this.#succeeded.has(`${run}/${task}`);
      if (state === 'success') this.#again.stored(run, task, before?.tasks[task]?.state !== 'success');
      if (!isTrue) this.#break(`${run} says that ${task} has succeeded, and it never has`);
    }
  }

  /** Somebody has said that it was mended by hand. */
  #isMarked(run: string, task: string): boolean {
    return this.runs.get(run)?.tasks[task]?.mark !== undefined;
  }

  #break(what: string): void {
    this.#options.note(`BROKEN ${what}`);
    this.broken.push(`${new Date(this.#options.now()).toISOString()} ${what}`);
  }
}

/** From waking up to the end of what must not go on. */
const wakingMs = 10_000;

/** The last part of an attempt's id without its number: which time the run goes on. */
function continuationOf({ spec: { id } }: Living): string {
  return id.slice(id.lastIndexOf('/') + 1).replace(/\d+$/, '');
}

/** An instance of a list is named after its task. */
function plainId(task: string): string {
  return task.replace(/\[\d+\]$/, '');
}

function whoseIs({ pid, host }: ActiveRun): string {
  return `process ${pid} on ${host}`;
}
