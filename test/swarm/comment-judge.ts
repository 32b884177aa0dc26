import type { DispatchWish } from '../../src/report/forge/forge.ts';
import type { Action, RunDocument } from '../../src/run/document.ts';
import type { ActiveRun, PipelineState } from '../../src/run/ports.ts';
import { decodeIncidents } from '../../src/store/codec/codec-incidents.ts';
import { incidentsRef, runPath, statePath } from '../../src/store/names.ts';
import { AnswerBook } from './answer-book.ts';
import { writers } from './comments.ts';
import type { CommentWitness } from './forge-commands.ts';
import { QuietJudge } from './judges/quiet-judge.ts';
import { environment } from './ledger.ts';
import type { Talk, Written } from './talk.ts';
import type { Living } from './tasks.ts';
import type { World } from './world.ts';

type Inputs = DispatchWish['inputs'];

/** What jobs each command may ask for. */
const jobsOf: Readonly<Record<string, string>> = { retry: 'retry', run: 'run', resume: 'tick', backfill: 'tick' };

/** Judges what comes of comments: each is done once, and only what somebody asked for who may. */
export class CommentJudge implements CommentWitness {
  readonly answers = new AnswerBook();
  readonly quiet = new QuietJudge((login) => writers.includes(login));
  readonly #world: World;
  readonly #talk: Talk;
  /** What came of each comment, by its number: jobs that were started, changes of what is stored. */
  readonly #effects = new Map<number, string[]>();
  /** Jobs that were started to retry a run or to run a pipeline, and what is stored of that. */
  readonly #asked = new Map<string, Inputs[]>();
  readonly #manual = new Map<string, Set<string>>();
  readonly #known = new Set<string>();

  constructor(world: World, talk: Talk) {
    this.#world = world;
    this.#talk = talk;
  }

  began(comment: number, job: string): (log: string) => void {
    return this.answers.began(comment, job);
  }

  replied(comment: number, body: string): void {
    this.#world.note(`comment ${comment} is answered: ${JSON.stringify(body.slice(0, 160))}`);
    if (!this.answers.replied(comment, body)) this.#break(`comment ${comment} is answered anew, and otherwise`);
    const found = this.#find(comment);
    if (found !== undefined) this.#world.ledger.demand(this.quiet.replied(found, body));
    const isToldOff = found !== undefined && body.includes(`${found.login} may not`);
    if (found?.isCommand !== true && !isToldOff) this.#break(`comment ${comment} is no command, and is answered`);
  }

  reacted(comment: number, content: string): void {
    this.answers.reacted(comment, content);
    if (content === 'rocket' && this.#find(comment)?.isCommand !== true) {
      this.#break(`comment ${comment} is no command, and is shown as done`);
    }
  }

  labelled(process: string, issue: number, labels: readonly string[]): void {
    this.quiet.heard(process, issue, labels);
  }

  told(process: string, issue: number, labels: readonly string[]): void {
    this.#world.ledger.demand(this.quiet.told(process, issue, labels));
  }

  dispatched(comment: number | undefined, inputs: Inputs): void {
    this.#world.note(`a job is asked for, for ${comment ?? 'no comment'}: ${Object.values(inputs).join(' ')}`);
    if (comment === undefined) return;
    const found = this.#find(comment);
    if (jobsOf[found?.planned.verb ?? ''] !== inputs.command) this.#break(`${comment} asks for no ${inputs.command}`);
    const isOnce = inputs.command === 'tick';
    this.#came(comment, `job ${Object.values(inputs).join(' ')}`, isOnce);
  }

  opened(comment: number | undefined, branch: string): void {
    if (comment !== undefined) this.#came(comment, `pull ${branch}`);
  }

  /** A job was started for what somebody asked of it. */
  started(inputs: Inputs): void {
    const { command, run, pipeline } = inputs;
    if (command !== 'retry' && command !== 'run') return;
    const key = `${command} ${run ?? this.#familyOf(pipeline ?? '')}`;
    this.#asked.set(key, [...(this.#asked.get(key) ?? []), inputs]);
  }

  /** Whether somebody has named this task of a run, or one that it builds on, to be run again. */
  isAskedAgain(run: string, task: string): boolean {
    const { pipeline } = this.#world.ledger.runs.get(run) ?? {};
    const family = this.#familyOf(pipeline ?? '');
    const needs = this.#world.team.pipelines.find((each) => each.family === family)?.tasks ?? {};
    const named = (this.#asked.get(`retry ${run}`) ?? []).flatMap(({ tasks = '' }) => tasks.split('\n'));
    return named.some((from) => reaches(needs, from, task));
  }

  /** A task begins: not of a run that somebody has ended. */
  taskStarted({ spec, environment }: Living): void {
    const document = this.#world.ledger.stored(environment.SEGUE_PIPELINE ?? '').run(spec.run);
    if (document?.state === 'cancelled' && document.cancelled?.why === 'request') {
      this.#break(`${spec.id} starts, though ${document.cancelled.by} has ended its run`);
    }
  }

  /** A ref of the remote has moved. */
  moved(ref: string, from: string | undefined, to: string | undefined): void {
    const { stored } = this.#world;
    if (ref === incidentsRef(environment)) this.#judgeIncidents(stored.text(to, 'incidents.json'));
    if (!ref.startsWith('refs/segue/')) return;
    for (const [path, text] of stored.changed(from, to)) {
      const before = stored.text(from, path);
      if (path === statePath) this.#judgeState(before, JSON.parse(text) as PipelineState, to);
      if (path.startsWith('runs/')) this.#judgeRun(before, JSON.parse(text) as RunDocument);
    }
  }

  /** What is wrong in the end, when nothing goes wrong any more. */
  left(): readonly string[] {
    return this.#talk.written.flatMap((comment) => {
      const effects = this.#effects.get(comment.id) ?? [];
      return this.answers.troubles(comment, effects, this.#talk.doors);
    });
  }

  #judgeIncidents(text: string | undefined): void {
    const { incidents } = text === undefined ? { incidents: [] } : decodeIncidents(text, environment);
    this.#world.ledger.demand(this.quiet.stored(incidents, this.#world.time.now));
  }

  #judgeState(before: string | undefined, state: PipelineState, version: string | undefined): void {
    const { pipeline, paused, active } = state;
    const was = before === undefined ? undefined : (JSON.parse(before) as PipelineState);
    if (paused !== undefined && JSON.stringify(was?.paused) !== JSON.stringify(paused)) {
      const comment = this.#byTag(paused.reason);
      if (comment !== undefined) this.#came(comment.id, `pause ${pipeline}`);
      else if (paused.reason !== undefined) this.#break(`${pipeline} is paused by nobody: ${paused.reason}`);
    }
    for (const entry of active) if (!this.#known.has(entry.run)) this.#judgeClaim(state, entry, version);
  }

  /** Nothing of a pipeline starts by itself while it is paused. */
  #judgeClaim({ pipeline, paused }: PipelineState, { run }: ActiveRun, version: string | undefined): void {
    this.#known.add(run);
    const text = this.#world.stored.text(version, runPath(run));
    if (paused === undefined || text === undefined) return;
    const { trigger } = JSON.parse(text) as RunDocument;
    if (trigger.kind !== 'manual') this.#break(`${run} starts by itself (${trigger.kind}), and ${pipeline} is paused`);
  }

  #judgeRun(before: string | undefined, document: RunDocument): void {
    const { run, pipeline, trigger, actions } = document;
    this.#world.ledger.demand(this.#world.backfills.stored(document));
    const was = before === undefined ? [] : (JSON.parse(before) as RunDocument).actions;
    for (const action of actions.slice(was.length)) this.#judgeAction(run, action);
    const retries = actions.filter(({ kind }) => kind === 'retry').length;
    const asked = this.#asked.get(`retry ${run}`)?.length ?? 0;
    if (retries > asked) this.#break(`${run} was retried ${retries} times, and ${asked} were asked for`);
    if (trigger.kind !== 'manual') return;
    const family = this.#familyOf(pipeline);
    const runs = this.#manual.get(family) ?? new Set();
    this.#manual.set(family, runs.add(run));
    const wanted = this.#asked.get(`run ${family}`)?.length ?? 0;
    if (runs.size > wanted) this.#break(`${pipeline} has ${runs.size} runs by hand, and ${wanted} were asked for`);
  }

  #judgeAction(run: string, { kind, reason }: Action): void {
    if (kind !== 'cancel' && kind !== 'mark') return;
    const comment = this.#byTag(reason);
    if (comment !== undefined) this.#came(comment.id, `${kind} ${run}`);
    // Acts of people who write no comments give their own names.
    else if (kind === 'mark' || reason?.startsWith('act#') !== true)
      this.#break(`${kind} of ${run} by nobody: ${reason}`);
  }

  /** @param isHarmless Done twice it is the same as once. */
  #came(comment: number, what: string, isHarmless = false): void {
    const found = this.#find(comment);
    const effects = this.#effects.get(comment) ?? [];
    if (found?.isCommand !== true) this.#break(`comment ${comment} commands nothing, and has done this: ${what}`);
    if (effects.includes(what) && !isHarmless) this.#break(`comment ${comment} has done twice: ${what}`);
    if (!effects.includes(what)) this.#world.note(`of comment ${comment} comes: ${what}`);
    this.#effects.set(comment, [...effects, what]);
  }

  #find(id: number): Written | undefined {
    return this.#talk.written.find((each) => each.id === id);
  }

  #byTag(text: string | undefined): Written | undefined {
    const words = text?.split(' ') ?? [];
    return this.#talk.written.find(({ tag }) => words.includes(tag));
  }

  #familyOf(pipeline: string): string {
    return pipeline.replace(/-moved$/, '');
  }

  #break(what: string): void {
    this.#world.ledger.demand([what]);
  }
}

/** Whether a task builds on another, or is it. */
function reaches(needs: Readonly<Record<string, readonly string[]>>, from: string, task: string): boolean {
  if (from === task) return true;
  return Object.keys(needs).some((id) => needs[id]?.includes(from) === true && reaches(needs, id, task));
}
