import type { AuditLog } from '../../run/audit.ts';
import type { SendRef } from '../artifacts/artifacts-remote.ts';
import { DocumentState, type StateOptions } from '../documents/document-state.ts';
import { RemoteDocuments } from '../documents/remote-documents.ts';
import { localEnvironment, stateRef } from '../names.ts';
import type { PushBudget } from '../push/push-budget.ts';
import { openPushLanes } from '../push/push-lanes.ts';
import type { RefProblem } from '../push/pusher.ts';
import type { SwapRefs } from '../shared/swap-refs.ts';
import { type Author, GitDocuments } from './git-documents.ts';
import { readHistory } from './git-history.ts';
import { LooseObjects } from './git-loose.ts';
import type { StateRepository } from './git-objects.ts';
import { CommandRefs } from './git-refs.ts';
import { type SquashResult, squashState } from './git-squash.ts';
import { LocalSwapRefs, RemoteSwapRefs } from './git-swap-refs.ts';

export interface GitStateOptions extends Omit<StateOptions, 'documents'> {
  readonly repository: StateRepository;
  /** The person for whom Segue writes; kept in the audit log. */
  readonly author?: Author;
  /** Name or address of the remote that shares the state of all environments but `local`. */
  readonly remote?: string;
  /** With a remote; `grouped` if absent. */
  readonly durability?: 'grouped' | 'strict';
  /** When pushes may start, where a process opens several states; if absent, six a minute for this one. */
  readonly budget?: Pick<PushBudget, 'wait' | 'start' | 'keepRoomFor'>;
}

/** State in the refs of a clone. */
export interface GitState extends AuditLog {
  readonly state: DocumentState;
  /** For `segue state`: what looks at documents as such. */
  readonly documents: GitDocuments;
  /**
   * Fetches an environment, so that reads see what other machines wrote. Gives the refs that could not be joined with
   * ours, e.g. because a stranger damaged them; the others are up to date. Without a remote it does nothing.
   */
  refresh(environment: string): Promise<readonly RefProblem[]>;
  /**
   * Pushes what is not yet pushed; gives what the remote did not take. It stays in the clone and goes with a later push.
   * `last`: the lease of this process goes down with it if it can.
   */
  flush(how?: 'last'): Promise<readonly RefProblem[]>;
  /**
   * Resolves when the remote has what this clone holds of a pipeline; at once without one.
   *
   * @throws {Problem} SG608, SG609 if it would not take it or could not be asked.
   */
  delivered(environment: string, pipeline: string): Promise<void>;
  /** Replaces the history of a pipeline's state by one commit that keeps its documents; `by` asked for it. */
  squash(environment: string, pipeline: string, by?: string): Promise<SquashResult>;
  /** Brings other refs to the remote within the budget of this process; absent without a remote. */
  readonly send?: SendRef;
  /** What processes share besides state: at the remote, or in this clone if the environment is not shared. */
  swapRefs(environment: string): SwapRefs;
  /** Starts the git process that reads (3 ms) while there is other work to do, e.g. a pipeline to be loaded. */
  warm(): void;
  /** Ends the git process that reads. The state may be used again; it then starts another. */
  close(): void;
}

/**
 * Opens the state of a clone. Nothing is read or started before it is needed. A run costs one long-lived git process for
 * its reads and one short one for each write.
 */
export function openGitState(options: GitStateOptions): GitState {
  const documents = gitDocuments(options);
  const { repository, chance } = options;
  const lanes = options.remote === undefined ? undefined : openPushLanes(options, options.remote);
  const squash = (environment: string, pipeline: string, by = 'unknown') =>
    squashState(
      { repository, documents, remote: lanes?.paced, nonce: chance.hex(16), by },
      stateRef(environment, pipeline),
    );
  const history: AuditLog['history'] = ({ environment, pipeline, ...which }) =>
    readHistory({ repository, documents }, stateRef(environment, pipeline), which);
  const [warm, close] = [() => documents.warm(), () => documents.close()];
  const always = { documents, squash, history, warm, close };
  if (lanes === undefined) {
    const state = new DocumentState({ ...options, documents });
    const swapRefs = () => new LocalSwapRefs(documents);
    return { ...always, state, swapRefs, refresh: async () => [], flush: async () => [], delivered: async () => {} };
  }
  const { remote, queue, send } = lanes;
  const durability = options.durability ?? 'grouped';
  const shared = new RemoteDocuments({ local: documents, remote, queue, durability });
  return {
    ...always,
    send,
    swapRefs: (environment) =>
      environment === localEnvironment
        ? new LocalSwapRefs(documents)
        : new RemoteSwapRefs({ local: documents, remote, queue }),
    state: new DocumentState({ ...options, documents: shared }),
    refresh: (environment) => shared.refresh(environment),
    flush: (how) => shared.flush(how),
    delivered: (environment, pipeline) => shared.delivered(stateRef(environment, pipeline)),
  };
}

/** The documents of a clone, as state commits write them. */
export function gitDocuments(options: Pick<GitStateOptions, 'repository' | 'author' | 'clock'>): GitDocuments {
  const { repository, author, clock } = options;
  const now = () => clock.now();
  return new GitDocuments({
    objects: new LooseObjects(repository, now),
    refs: new CommandRefs(repository),
    objectFormat: repository.objectFormat,
    now,
    ...(author === undefined ? {} : { author }),
  });
}
