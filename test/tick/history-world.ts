import type { Pipeline } from '../../src/model/pipeline.ts';
import type { RunDocument } from '../../src/run/document.ts';
import type { PipelineState, StateWriter } from '../../src/run/ports.ts';
import { DocumentState } from '../../src/store/documents/document-state.ts';
import { MemoryDocuments } from '../../src/store/documents/memory-documents.ts';
import { recoverAgain } from '../../src/tick/decide-again.ts';
import { type Known, nextStep, recoveryStep } from '../../src/tick/next-step.ts';
import { consumedAs, previousOf } from '../../src/tick/old-ids.ts';
import type { Outlook, Recovery, Start } from '../../src/tick/step.ts';
import { completeRun } from '../../src/workspace/run/claim.ts';
import { claimStart, LostRace } from '../../src/workspace/tick/claim-start.ts';
import { decideStored } from '../../src/workspace/tick/outlook.ts';
import { claimAgain, giveUp } from '../../src/workspace/tick/take-over.ts';
import { writeNote } from '../../src/workspace/tick/write-note.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { countedChance, stoppedClock } from '../store/state-fixture.ts';
import { documentOf } from '../support/documents.ts';
import { Judge } from './judge.ts';
import { watchedState } from './watched-state.ts';
import { holderAt, workspaceOn } from './workspace-on.ts';

const environment = 'production';
const minuteMs = 60_000;
/** More steps in a row for one pipeline would be a loop without an end. */
const mostSteps = 400;

/** The pipelines at one commit, by line: what a pipeline is called changes, its line does not. */
export type Files = Readonly<Record<string, Pipeline>>;

interface Actor {
  readonly place: string;
  /** Minutes that its clock is ahead. */
  ahead: number;
  /** Index of the commit that it has checked out. */
  commit: number;
  readonly looks: Map<string, Outlook>;
}

interface KnownRun {
  readonly document: RunDocument;
  worker: 'alive' | 'dead' | 'none';
  /** Where it has been worked on, the newest last. */
  readonly places: string[];
}

/** Several machines that tick on one state, each with its clock and its checkout; what they write is judged. */
export class HistoryWorld {
  now: number;
  readonly commits: Files[];
  readonly actors: readonly Actor[];
  readonly runs = new Map<string, KnownRun>();
  readonly judge = new Judge(lineOf);
  /** What has happened, and how often: a history in which little happens proves little. */
  readonly tally = new Map<string, number>();
  readonly #store = new DocumentState({
    documents: new MemoryDocuments(),
    clock: stoppedClock,
    chance: countedChance(),
    keepRuns: 60,
  });
  readonly #segueDir: string;

  constructor(start: number, files: Files, actors: number, segueDir: string) {
    this.now = start;
    this.commits = [files];
    this.actors = Array.from({ length: actors }, (_, index) => ({
      place: `machine ${index}`,
      ahead: 0,
      commit: 0,
      looks: new Map(),
    }));
    this.#segueDir = segueDir;
  }

  get files(): Files {
    return this.commits.at(-1) ?? {};
  }

  merge(change: (files: Files) => Files): void {
    this.commits.push(change(this.files));
  }

  runsThatAre(worker: KnownRun['worker']): readonly KnownRun[] {
    return [...this.runs.values()].filter((run) => run.worker === worker);
  }

  state(pipeline: string): Promise<PipelineState> {
    return this.#store.state(environment, pipeline);
  }

  #states(pipelines: readonly string[]): Promise<readonly PipelineState[]> {
    return Promise.all(pipelines.map((id) => this.state(id)));
  }

  /** Remembers what an actor sees now; what it does later, it does on that. */
  async look(actor: Actor, line: string): Promise<Outlook | undefined> {
    const files = this.#filesOf(actor);
    const pipeline = files[line];
    if (pipeline === undefined || isBroken(pipeline, files)) return undefined;
    const state = await this.state(pipeline.id);
    const previous = previousOf(state, await this.#states(pipeline.renamedFrom));
    const formerIds = (id: string) => files[lineOf(id)]?.renamedFrom ?? [];
    const oldIds = Object.fromEntries(
      pipeline.on.after.flatMap((id) => [consumedAs(state, formerIds(id)) ?? []].flat().map((old) => [id, old])),
    );
    const counts = pipeline.on.after.map(async (id) => {
      const known = (await this.#states([id, ...formerIds(id)])).find(({ successes }) => successes !== undefined);
      return [id, known?.successes?.count ?? 0] as const;
    });
    const newer = [state.commit, previous?.commit].find((each) => each !== undefined && each > commitAt(actor.commit));
    const outlook: Outlook = {
      pipeline,
      commit: commitAt(actor.commit),
      state,
      runs: [],
      ...(previous === undefined ? {} : { previous }),
      ...(newer === undefined ? {} : { newerCommit: newer }),
      now: this.now + actor.ahead * minuteMs,
      holders: this.#holders([...state.active, ...(previous?.active ?? [])]),
      upstream: Object.fromEntries(await Promise.all(counts)),
      oldIds,
      backfills: [],
    };
    actor.looks.set(line, outlook);
    return outlook;
  }

  /** Does what the actor's last look asks for; false if that is nothing. */
  async act(actor: Actor, line: string): Promise<boolean> {
    const outlook = actor.looks.get(line);
    actor.looks.delete(line);
    if (outlook === undefined) return false;
    const step = nextStep(outlook);
    const workspace = this.#workspaceOf(actor.place, outlook.now, outlook.pipeline);
    switch (step.kind) {
      case 'wait':
        return false;
      case 'note':
        if (!(await writeNote(workspace, outlook, step.note))) this.#count('lost race');
        return true;
      case 'start':
        return this.#unlessLost(() => this.#start(workspace, outlook, step.start));
      default:
        return this.#unlessLost(() => this.#recover(workspace, outlook, step));
    }
  }

  /** A whole wake-up; also lost runs of pipelines that have no file here. */
  async wake(actor: Actor): Promise<void> {
    const files = this.#filesOf(actor);
    const ids = new Set(Object.values(files).map(({ id }) => id));
    for (const id of await this.#store.pipelines(environment))
      if (!ids.has(id)) await this.#recoverWithoutFile(actor, id);
    for (const line of Object.keys(files)) {
      let steps = 0;
      while ((await this.look(actor, line)) !== undefined && (await this.act(actor, line))) {
        if (++steps > mostSteps) throw new Error(`${line} never comes to an end`);
      }
    }
  }

  async end(known: KnownRun, state: 'success' | 'failed'): Promise<void> {
    known.worker = 'none';
    const finishedAt = new Date(this.now).toISOString();
    const document: RunDocument = { ...known.document, state, finishedAt };
    await completeRun(this.#workspaceOf(known.places.at(-1) ?? '', this.now), document, finishedAt);
  }

  /** What `segue resume` writes: the run is somebody else's from now on. */
  async resume(known: KnownRun): Promise<void> {
    const { pipeline, run } = known.document;
    await this.change(pipeline, 'resume', (state) => {
      const claimedAt = new Date(this.now).toISOString();
      const mine = { run, claimedAt, host: 'a laptop', pid: 1, lease: holderAt('a laptop') };
      return { ...state, active: [...state.active.filter((each) => each.run !== run), mine] };
    });
    known.worker = 'alive';
    known.places.push('a laptop');
  }

  /** Whoever lost a run wakes up again and says that it has ended. Nobody must believe it. */
  async haunt({ document, places }: KnownRun): Promise<void> {
    const place = places.find((each) => each !== places.at(-1));
    if (place === undefined) return;
    const finishedAt = new Date(this.now).toISOString();
    await completeRun(this.#workspaceOf(place, this.now), { ...document, state: 'success', finishedAt }, finishedAt);
    const { active } = await this.state(document.pipeline);
    if (active.every(({ run }) => run !== document.run)) throw new Error(`${document.run} is ended by who lost it`);
  }

  async change(
    pipeline: string,
    action: 'pause' | 'unpause' | 'resume',
    change: (state: PipelineState) => PipelineState,
  ) {
    const { state } = this.#workspaceOf('a laptop', this.now);
    await state.update(environment, pipeline, { action, by: 'Ana' }, (view) => ({ state: change(view.state) }));
  }

  async #start(workspace: Workspace, outlook: Outlook, start: Start): Promise<void> {
    const { commit, pipeline } = outlook;
    const run = `r-${String(this.runs.size).padStart(8, '0')}`;
    const { cause, interval, generation } = start;
    const document = documentOf(
      {},
      {
        run,
        environment,
        pipeline: pipeline.id,
        commit,
        generation,
        createdAt: new Date(outlook.now).toISOString(),
        trigger:
          cause.kind === 'after'
            ? { kind: 'event', by: 'Ana', upstream: cause.upstream }
            : { kind: 'schedule', by: 'Ana' },
        ...(interval === undefined ? {} : { interval }),
      },
    );
    await claimStart(workspace, document, start, (view) => decideStored(outlook, view));
    this.runs.set(run, { document, worker: 'alive', places: [workspace.machine.place] });
  }

  async #recover(workspace: Workspace, looked: Known, recovery: Recovery): Promise<void> {
    const known = this.runs.get(recovery.run);
    if (known === undefined) throw new Error(`${recovery.run} was never started`);
    const { pipeline } = known.document;
    const takeover = { how: {}, pipeline, recovery, decide: (state: PipelineState) => recoverAgain(looked, state) };
    if (recovery.kind === 'give-up') {
      await giveUp(workspace, takeover, async () => undefined);
      known.worker = 'none';
      return;
    }
    await claimAgain(workspace, known.document, takeover, await this.#store.run(environment, pipeline, recovery.run));
    known.worker = 'alive';
    known.places.push(workspace.machine.place);
  }

  async #recoverWithoutFile({ place }: Actor, id: string): Promise<void> {
    for (let steps = 0; steps < mostSteps; steps++) {
      const state = await this.state(id);
      const known = { state, holders: this.#holders(state.active), now: this.now };
      const step = state.paused === undefined ? recoveryStep(known) : undefined;
      if (step === undefined) return;
      await this.#unlessLost(() => this.#recover(this.#workspaceOf(place, this.now), known, step));
    }
  }

  async #unlessLost(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LostRace)) throw error;
      this.#count('lost race');
    }
    return true;
  }

  #count(what: string): void {
    this.tally.set(what, (this.tally.get(what) ?? 0) + 1);
  }

  #workedOn(): ReadonlyMap<string, string> {
    return new Map(this.runsThatAre('alive').map(({ document: { run, pipeline } }) => [run, lineOf(pipeline)]));
  }

  #holders(active: PipelineState['active']): Outlook['holders'] {
    const isDead = (run: string) => this.runs.get(run)?.worker === 'dead';
    return Object.fromEntries(active.map(({ run }) => [run, isDead(run) ? 'dead' : 'alive'] as const));
  }

  #filesOf({ commit }: Actor): Files {
    return this.commits[commit] ?? {};
  }

  #workspaceOf(place: string, now: number, pipeline?: Pipeline): Workspace {
    return workspaceOn(this.#judged(now, pipeline), { place, now, segueDir: this.#segueDir });
  }

  #judged(now: number, pipeline: Pipeline | undefined): StateWriter {
    return watchedState(this.#store, ({ pipeline: id, ...write }) => {
      this.#count(write.action);
      this.judge.judge({ ...write, line: lineOf(id), pipeline, now }, this.#workedOn());
    });
  }
}

/** It comes after a pipeline that has no file. */
export function isBroken({ on }: Pipeline, files: Files): boolean {
  return on.after.some((id) => files[lineOf(id)]?.id !== id);
}

/** `b1` was `b0` before: both are the line `b`. */
export function lineOf(id: string): string {
  return id.slice(0, 1);
}

function commitAt(index: number): string {
  return index.toString(16).padStart(40, '0');
}
