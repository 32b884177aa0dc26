import { Problem } from '../diagnostic/problem.ts';
import { GithubClient } from '../github/client.ts';
import { githubForge } from '../github/forge.ts';
import type { Repository } from '../store/repository.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { failureFacts } from '../workspace/tell/check-facts.ts';
import { CheckReporter, type EndedRun, type ToldRun } from '../workspace/tell/check-reporter.ts';
import { recordTold } from '../workspace/tell/record-told.ts';
import type { RunReporter } from '../workspace/tell/run-reporter.ts';
import { tellEarlier } from '../workspace/tell/tell-earlier.ts';
import { version } from '../workspace/version.ts';
import type { ActionContext } from './action-context.ts';
import type { RunnerPlace } from './runner-place.ts';

/** How long a job waits at its end for GitHub to take the last pages. What it does not take goes out with the next job. */
const closingMs = 60_000;

/** Shows how the runs of this job go, on GitHub and in the job's summary. It never decides a run, and never ends a job red. */
export interface Teller {
  readonly reporter: (repository: Repository) => RunReporter;
  /** Tells what earlier jobs could not. */
  catchUp(workspace: OpenWorkspace): Promise<void>;
  /** Waits a while for GitHub to take the last pages, and gives the runs that have ended here. */
  close(workspace: OpenWorkspace): Promise<readonly EndedRun[]>;
}

/** Where there is no API or no token, GitHub is told nothing. */
export function openTeller(
  { clock, log }: Pick<ActionContext, 'clock' | 'log'>,
  { repository, apiUrl, page, jobUrl }: RunnerPlace,
  token: string | undefined,
): Teller {
  const forge =
    token === undefined || apiUrl === undefined
      ? undefined
      : githubForge(new GithubClient({ token, repository, apiUrl, version, clock }));
  const told: ToldRun[] = [];
  let reporter: CheckReporter | undefined;
  const warn = (error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    log.annotate('warning', error.message, { title: error.code });
  };
  return {
    reporter: ({ home }) => {
      reporter = new CheckReporter({
        clock,
        repository: page,
        ...(forge === undefined ? {} : { forge }),
        ...(jobUrl === undefined ? {} : { jobUrl }),
        factsOf: (run) => failureFacts(home, run),
      });
      return reporter;
    },
    catchUp: async (workspace) => {
      if (forge !== undefined) told.push(...((await tellEarlier(workspace, forge, page).catch(warn)) ?? []));
    },
    close: async (workspace) => {
      told.push(...((await reporter?.close(closingMs)) ?? []));
      for (const sentence of troubles(told)) log.annotate('warning', sentence, { title: 'Not shown on GitHub' });
      await recordTold(workspace, told).catch(warn);
      return (await reporter?.ended()) ?? [];
    },
  };
}

/** One sentence for each reason, however many runs it met. */
function troubles(told: readonly ToldRun[]): readonly string[] {
  const reasons = told.flatMap(({ answer }) => {
    if (answer === undefined) return [];
    return answer.kind === 'refused' || answer.kind === 'unreachable' ? [reasonOf(answer)] : [];
  });
  return [...new Set(reasons)];
}

function reasonOf({ kind, why }: { readonly kind: 'refused' | 'unreachable'; readonly why: string }): string {
  return kind === 'refused' ? `GitHub refuses it: ${why}` : `GitHub gave no answer, so a later job tells it: ${why}`;
}
