import type { Pipeline } from '../../model/pipeline.ts';
import type { Variables } from '../../process/environment.ts';
import { createMasker, type Masker, tooShortToMask } from '../../process/mask.ts';
import { runVariables, secretValues, sharedEnvironment } from '../../process/task-environment.ts';
import { createTaskRunner, type ProcessTaskRunner, type TaskRunnerOptions } from '../../process/task-runner.ts';
import type { Action, RunDocument } from '../../run/document.ts';
import { type Change, type Execution, execute } from '../../run/execute.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { Plan } from '../../run/plan.ts';
import type { Journal, TaskRunner } from '../../run/ports.ts';
import type { ProgressListener } from '../../run/progress.ts';
import { documentOf, type RunState } from '../../run/run-state.ts';
import { tell, tellStart } from '../../run/tell.ts';
import { openJournal, removeJournal } from '../../store/local/local-journal.ts';
import type { HeldLock } from '../../store/local/local-lock.ts';
import { openArtifacts } from '../artifacts.ts';
import { followLogs, type LogFollower } from '../logs/follow-logs.ts';
import { logsFolder } from '../logs/run-logs.ts';
import type { RunFollower } from '../tell/run-reporter.ts';
import { keyOf, now, type Workspace } from '../workspace.ts';
import { Checkpointer } from './checkpointer.ts';
import { checkpointRun, completeRun } from './claim.ts';
import { watchInbox } from './inbox.ts';
import { openSlots } from './open-slots.ts';
import { ownerOf } from './ownership.ts';
import { storerOf } from './remote-storer.ts';

/** What the doors give a run: who listens, and how to interrupt it. */
export interface RunAudience {
  readonly progress: ProgressListener;
  /** Called once with the function that interrupts the run: gently, or by force. */
  readonly interrupts?: (interrupt: (force: boolean) => void) => void;
}

/** A run that is decided, claimed and locked, and only has to be carried out. */
export interface Session {
  readonly pipeline: Pipeline;
  readonly plan: Plan;
  readonly initial: RunState;
  readonly actions: readonly Action[];
  readonly continues?: 'resume' | 'retry';
  /** Where tasks work: the checkout, or a worktree. */
  readonly root: string;
  /** Names of all secrets that any pipeline of the repository lists. */
  readonly knownSecrets: readonly string[];
  readonly notices: readonly string[];
  readonly lock: HeldLock;
}

/**
 * Carries a run out to its end: tasks, journal, checkpoints, last document. The lock is given back, whatever happens. If
 * the end cannot be stored in Git the journal stays, and `storeEnded` stores it at the next run.
 */
export async function runSession(
  workspace: Workspace,
  session: Session,
  claim: (document: RunDocument) => Promise<void>,
  audience: RunAudience,
): Promise<RunDocument> {
  const { segueDir } = workspace.repository;
  const key = keyOf(workspace, session.plan.pipeline, session.plan.run);
  const begun = now(workspace);
  const opening = documentOf(session.initial, session.actions);
  const { journal } = openJournal(segueDir, key);
  const tasks = openTasks(workspace, session, audience);
  let logs: LogFollower | undefined;
  try {
    const isNew = session.continues === undefined;
    if (isNew) journal.append({ kind: 'document', document: opening });
    tasks.runner.warm(key.run);
    await unlessRefused(claim(opening), () => {
      if (isNew) removeJournal(segueDir, key);
    });
    // Stored by the claim. One that was refused leaves nothing here: whoever reads the run next would take it for the newest.
    if (!isNew) journal.append({ kind: 'document', document: opening });
    const follower = follow(workspace, session, opening);
    logs = followLogs(workspace, opening, tasks.notify);
    const document = await carryOut(
      workspace,
      startingNow(workspace, session),
      { ...tasks, journal, follower, logs },
      audience,
    );
    journal.append({ kind: 'end', state: document.state, document });
    // Whoever reads how it ended finds what its tasks have printed.
    await logs?.ended(document);
    // Once that is stored somebody else may go on, and nothing of it may be left here by then.
    if (isHandOver(document.cancelled)) await tasks.close();
    // Durable by itself: the journal is flushed when it is closed, and only if this fails is there still one.
    const stored = completeRun(workspace, document, begun);
    // It takes a while to look for what tasks left behind; meanwhile the document is on its way to the disk.
    await Promise.allSettled([stored, tasks.close(), logs?.close()]);
    // Whoever has taken it over tells how it ended; and where nobody has, the next one who looks, since it is stored as untold.
    if ((await stored) === 'ours' && !workspace.lease.isLost) follower?.ended(document);
    removeJournal(segueDir, key);
    void workspace.inbox?.answered(key.run);
    return document;
  } finally {
    try {
      await tasks.close();
      await logs?.close();
    } finally {
      await journal.close().catch(() => undefined);
      session.lock.release();
    }
  }
}

/** A claim may take its time, and so may waiting for a place; a run begins after that. */
function startingNow(workspace: Workspace, session: Session): Session {
  if (session.continues !== undefined) return session;
  return { ...session, initial: { ...session.initial, startedAt: now(workspace) } };
}

/** A new run that was not let in leaves no journal: there is nothing to resume. */
async function unlessRefused(claim: Promise<void>, undo: () => void): Promise<void> {
  try {
    await claim;
  } catch (error) {
    undo();
    throw error;
  }
}

interface Tasks {
  readonly runner: ProcessTaskRunner;
  /** To those who listen to the run. */
  readonly notify: (message: string) => void;
  /** What they should know before the first task starts. */
  readonly notices: readonly string[];
  /** Ends what tasks have left behind, once. */
  readonly close: () => Promise<void>;
}

interface Working extends Tasks {
  readonly journal: Journal;
  readonly follower: RunFollower | undefined;
  readonly logs: LogFollower | undefined;
}

function follow(
  { reporter, lease }: Workspace,
  { plan, pipeline, root }: Session,
  opening: RunDocument,
): RunFollower | undefined {
  const isOurs = () => !lease.isLost;
  return reporter?.follow({ run: plan.run, pipeline, root, usualMs: usualOf(plan), opening, isOurs });
}

function usualOf({ tasks }: Plan): Readonly<Record<string, number>> {
  return Object.fromEntries(
    tasks.flatMap(({ task, expectedMs }) => (expectedMs === undefined ? [] : [[task.id, expectedMs]])),
  );
}

function openTasks(workspace: Workspace, session: Session, { progress }: RunAudience): Tasks {
  const { run, continued } = session.plan;
  const secrets = secretValues([...session.knownSecrets, ...session.pipeline.secrets], workspace.variables);
  const notify = (message: string) => progress({ event: 'notice', at: now(workspace), run, message });
  const runner = createTaskRunner({
    ...runnerOptions(workspace, session, createMasker(secrets)),
    watch: workspace.watchdog.watch({ run, continued, onLost: () => notify(watchdogLost) }),
  });
  const end = async () => {
    const { survivors } = await runner.close();
    if (survivors.length > 0) notify(leftOver(survivors));
  };
  let ended: Promise<void> | undefined;
  const close = () => {
    ended ??= end();
    return ended;
  };
  return { runner, notify, notices: [...session.notices, ...notMasked(secrets)], close };
}

async function carryOut(
  workspace: Workspace,
  session: Session,
  { runner, notify, notices, journal, follower, logs }: Working,
  audience: RunAudience,
): Promise<RunDocument> {
  const { clock } = workspace;
  audience.progress(tellStart(session.initial, now(workspace), session.continues));
  for (const message of notices) notify(message);
  const checkpointer = new Checkpointer({
    clock,
    save: async (state) => {
      await journal.flush();
      return checkpointRun(workspace, documentOf(state, session.actions));
    },
    failed: (error) => notify(checkpointFailed(error)),
  });
  const observe = (change: Change) => {
    for (const event of tell(change, now(workspace))) audience.progress(event);
    if (change.kind !== 'step') return;
    checkpointer.changed(change.state);
    const document = () => documentOf(change.state, session.actions);
    follower?.moved(document);
    logs?.moved(document);
  };
  let execution: Execution | undefined;
  const granted = (pool: string, slots: number) => execution?.granted(pool, slots);
  const slots = await openSlots(workspace, session.plan, { granted, notify });
  const storer = storerOf(workspace, session.plan.pipeline, { checkpointer, notify, execution: () => execution });
  const store = (stored: () => void) => storer.bring(stored);
  const leased = underLease(workspace, runner);
  const ports = { clock, runner: leased, journal, ...(slots === undefined ? {} : { slots }), store, observe };
  execution = execute(session.initial, ports);
  const unwatch = watch(workspace, execution, session, audience);
  try {
    return documentOf(await execution.finished, session.actions);
  } finally {
    unwatch();
    // What it still had is free with the end of the lease at the latest: nobody need wait here until it is given back.
    void slots?.close();
    storer.close();
    await checkpointer.stop();
  }
}

/** A process that was frozen may have lost its lease before it knows: nothing starts in that moment. */
function underLease({ lease }: Workspace, runner: TaskRunner): TaskRunner {
  return {
    start: (spec, on) => {
      if (lease.check()) return runner.start(spec, on);
      queueMicrotask(() => on.finished({ outcome: { kind: 'cancelled' } }));
      return { stop: () => {} };
    },
  };
}

function watch(
  workspace: Workspace,
  execution: Execution,
  { plan: { run }, pipeline }: Session,
  audience: RunAudience,
): () => void {
  const by = workspace.machine.user;
  audience.interrupts?.((force) => execution.cancel({ why: 'interrupt', by }, force));
  const { segueDir } = workspace.repository;
  const owner = ownerOf(workspace, pipeline.id, run);
  const unwatch = watchInbox(segueDir, run, owner, workspace.clock, (cancellation) => execution.cancel(cancellation));
  const unwatchShared = workspace.inbox?.watch(run, (cancellation) => execution.cancel(cancellation));
  const cancellation = { why: 'interrupt', by: 'segue', reason: leaseLost } as const;
  const unlisten = workspace.lease.listen({
    ending: () => execution.cancel(cancellation),
    lost: () => execution.cancel(cancellation, true),
  });
  return () => {
    unlisten();
    unwatchShared?.();
    unwatch();
  };
}

function runnerOptions(workspace: Workspace, session: Session, masker: Masker): TaskRunnerOptions {
  const { variables, repository, clock, lease } = workspace;
  const { plan, pipeline, knownSecrets, root } = session;
  const shared = sharedEnvironment({ variables, named: pipeline.secrets, known: knownSecrets });
  return {
    root,
    logsDir: logsFolder(repository.segueDir),
    environment: { ...shared, ...runVariables(plan) },
    masker,
    clock,
    artifacts: openArtifacts(workspace),
    onExit: () => void lease.check(),
  };
}

const leaseLost = 'The lease of this process could not be renewed: another one may go on with the run.';

const watchdogLost =
  'The process that ends tasks if Segue dies was ended itself. The run goes on; until another one is up, nothing ends them then.';

function checkpointFailed(error: unknown): string {
  const why = error instanceof Error ? error.message : String(error);
  return `How far the run has got could not be stored in Git; it is safe in the journal, and will be tried again. ${why}`;
}

function notMasked(secrets: Variables): readonly string[] {
  return tooShortToMask(secrets).map(
    (name) => `The secret ${name} is too short to be masked: its value will stand in the output if a task prints it.`,
  );
}

function leftOver(pids: readonly number[]): string {
  return `These processes that tasks have left behind could not be ended: ${pids.join(', ')}`;
}
