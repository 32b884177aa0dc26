import { Problem } from '../../diagnostic/problem.ts';
import type { Alerts } from '../../model/alerts.ts';
import { codeownersOf, codeownersPlaces, parseCodeowners } from '../../model/codeowners.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { Forge, PullForge } from '../../report/forge/forge.ts';
import { gitCulprits } from '../../store/repository/commits-between.ts';
import { IncidentBoard } from '../../store/shared/incident-board.ts';
import type { OpenWorkspace } from '../open-workspace.ts';
import { readInside } from '../pipelines/read-inside.ts';
import type { Code } from '../tick/code.ts';
import { IncidentTeller, type IncidentTellerOptions, type Untold } from './incident-teller.ts';
import { likelyCauses } from './likely-causes.ts';
import { lookAround } from './look-around.ts';
import { memberFacts } from './member-facts.ts';
import { postWebhook } from './post-webhook.ts';
import type { RunEnd } from './run-end.ts';
import { sendAlerts } from './send-alerts.ts';
import type { SuspicionsOptions } from './suspicions.ts';
import { tracesOf } from './traces.ts';
import { Watch } from './watch.ts';

export interface EndedRunsOptions {
  readonly forge: Pick<Forge, 'ensureIssue' | 'ensureComment' | 'labelsOf'> & PullForge;
  /** Address of the repository's page. */
  readonly repository?: string;
  readonly alerts: Alerts;
  /** The pipelines that are looked after. */
  readonly code: Pick<Code, 'pipelines' | 'broken'>;
}

/** Makes incidents of how runs end, and of what does not happen meanwhile. */
export class EndedRuns {
  readonly #workspace: OpenWorkspace;
  readonly #teller: IncidentTeller;
  readonly #pipelines: readonly Pipeline[];
  readonly #isInUse: (id: string) => boolean;
  /** By id, those of runs that have failed here. */
  readonly #failed = new Map<string, Pipeline>();
  readonly #watch: Watch;
  #noting: Promise<void> = Promise.resolve();
  #problem: Problem | undefined;

  constructor(workspace: OpenWorkspace, { code, alerts, ...options }: EndedRunsOptions) {
    const { refs, environment, randomness, clock, state, variables } = workspace;
    const { timezone } = alerts;
    const board = new IncidentBoard(refs, environment, randomness);
    const runOf = (pipeline: string, run: string) => state.run(environment, pipeline, run);
    const addressOf = (webhook: string) => variables[webhook] || undefined;
    const sending = { board, alerts, environment, clock, addressOf, post: postWebhook };
    const alert: IncidentTellerOptions['alert'] = (heed) => sendAlerts({ ...sending, heed });
    this.#workspace = workspace;
    this.#pipelines = [...code.pipelines.values()].map(({ pipeline }) => pipeline);
    this.#isInUse = (id) => code.pipelines.has(id) || code.broken.has(id);
    const codeowners = codeownersIn(workspace.repository.root);
    const culprits = gitCulprits(workspace.repository.home);
    const pipelineOf = (id: string) => this.#failed.get(id) ?? code.pipelines.get(id)?.pipeline;
    const lookUp: SuspicionsOptions['lookUp'] = (question) =>
      likelyCauses({ culprits, forge: options.forge, pipelineOf }, question);
    const about = { timezone, environment, codeowners, runOf, lookUp };
    this.#teller = new IncidentTeller({ ...options, ...about, board, clock, alert });
    this.#watch = new Watch({
      clock,
      look: (isLast) => lookAround(workspace, code, isLast),
      refresh: () => workspace.refresh(),
      observe: (observation) => this.#teller.observe(observation),
    });
    this.#watch.begin();
  }

  ended(end: RunEnd): void {
    this.#noting = this.#noting
      .then(() => this.#note(end))
      .catch((error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        this.#problem = error;
      });
  }

  /**
   * Waits until people have been told.
   *
   * @throws {Problem} if what has happened could not be looked up or stored.
   */
  async close(): Promise<readonly Untold[]> {
    await this.#watch.end();
    await this.#noting;
    const untold = await this.#teller.close();
    if (this.#problem !== undefined) throw this.#problem;
    return untold;
  }

  async #note(end: RunEnd): Promise<void> {
    const { pipeline, run } = end;
    const { id, on } = pipeline;
    const facts = await memberFacts(this.#workspace, pipeline, this.#pipelines);
    if (run.state === 'failed') this.#failed.set(id, pipeline);
    const traces = await tracesOf(this.#workspace.repository.home, end);
    const { job } = end;
    const formerIds = pipeline.renamedFrom.filter((each) => !this.#isInUse(each));
    this.#teller.observe({ kind: 'run-ended', run, facts, formerIds, traces, ...(job === undefined ? {} : { job }) });
    if (run.state === 'success' && run.selection === undefined) {
      for (const upstream of on.after) this.#teller.observe({ kind: 'upstream-recovered', pipeline: id, upstream });
    }
    const { deadline } = run;
    if (deadline?.missed !== true) return;
    this.#teller.observe({ kind: 'deadline-missed', pipeline: id, facts, run: run.run, deadline: deadline.at });
  }
}

/** Who owns a file by the working tree's CODEOWNERS. */
function codeownersIn(root: string): (file: string) => readonly string[] {
  for (const place of codeownersPlaces) {
    const bytes = readInside(root, place);
    if (bytes === undefined) continue;
    const rules = parseCodeowners(new TextDecoder().decode(bytes));
    return (file) => codeownersOf(rules, file);
  }
  return () => [];
}
