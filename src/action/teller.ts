import type { Ensured } from '../report/forge/forge.ts';
import type { RunDocument } from '../run/document.ts';
import type { Repository } from '../store/repository/repository.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { failureFacts } from '../workspace/tell/check-facts.ts';
import { CheckReporter, type EndedRun, type ToldRun } from '../workspace/tell/check-reporter.ts';
import { EndedRuns } from '../workspace/tell/ended-runs.ts';
import { recordTold } from '../workspace/tell/record-told.ts';
import type { RunEnd } from '../workspace/tell/run-end.ts';
import type { RunReporter } from '../workspace/tell/run-reporter.ts';
import { tellEarlier } from '../workspace/tell/tell-earlier.ts';
import type { Code } from '../workspace/tick/code.ts';
import type { ActionContext } from './action-context.ts';
import { annotateFailure } from './annotate-failure.ts';
import { openForge } from './open-forge.ts';
import type { RunnerPlace } from './runner-place.ts';

/** How long a job waits at its end for GitHub to take the last pages. What it does not take goes out with the next job. */
const closingMs = 60_000;

/** Tells how the runs of this job go, on GitHub and in the job's summary. It never decides a run, and never ends a job red. */
export interface Teller {
  readonly reporter: (repository: Repository) => RunReporter;
  /** Tells what earlier jobs could not. Never rejects: gives what went wrong. */
  catchUp(workspace: OpenWorkspace, code: () => Promise<Code>): Promise<unknown>;
  /**
   * Waits a while for GitHub to take the last pages, and gives the runs that have ended here. Of `ended` those are told that nobody
   * worked on, such as one that was given up.
   */
  close(workspace: OpenWorkspace, ended: readonly RunDocument[]): Promise<readonly EndedRun[]>;
}

/** Where there is no API or no token, GitHub is told nothing. */
export function openTeller(
  { clock, log }: Pick<ActionContext, 'clock' | 'log'>,
  place: RunnerPlace,
  token: string | undefined,
): Teller {
  const { page, jobUrl } = place;
  const forge = openForge({ clock }, place, token);
  const told: ToldRun[] = [];
  const early: RunEnd[] = [];
  let ended = (end: RunEnd): void => void early.push(end);
  let checks: CheckReporter | undefined;
  let incidents: EndedRuns | undefined;
  const warn = (error: unknown): undefined => void annotateFailure(log, 'warning', error);
  const tellAlso = async (workspace: OpenWorkspace, only: ReadonlySet<string>) => {
    // What is stored here of a run may not be what is stored of it by now.
    if (forge === undefined || incidents === undefined || workspace.lease.isLost) return [];
    return tellEarlier(workspace, { forge, repository: page, ended, only });
  };
  return {
    reporter: ({ home }) => {
      checks = new CheckReporter({
        clock,
        repository: page,
        ...(forge === undefined ? {} : { forge }),
        ...(jobUrl === undefined ? {} : { jobUrl }),
        factsOf: (run) => failureFacts(home, run),
      });
      return alsoTelling(checks, (end) => ended(jobUrl === undefined ? end : { ...end, job: jobUrl }));
    },
    catchUp: async (workspace, code) => {
      if (forge === undefined) return undefined;
      try {
        const read = await code();
        const noted = new EndedRuns(workspace, { forge, alerts: read.settings.alerts, repository: page, code: read });
        incidents = noted;
        ended = (end) => noted.ended(end);
        for (const end of early.splice(0)) ended(end);
        told.push(...(await tellEarlier(workspace, { forge, repository: page, ended })));
        return undefined;
      } catch (error) {
        return error;
      }
    },
    close: async (workspace, runs) => {
      told.push(...((await checks?.close(closingMs)) ?? []));
      const only = new Set(runs.map(({ run }) => run).filter((id) => !told.some(({ run }) => run === id)));
      if (only.size > 0) told.push(...(await tellAlso(workspace, only).catch((error: unknown) => warn(error) ?? [])));
      const untold = await incidents?.close().catch(warn);
      const answers = [...told.flatMap(({ answer }) => answer ?? []), ...(untold ?? [])];
      for (const sentence of troubles(answers)) log.annotate('warning', sentence, { title: 'Not shown on GitHub' });
      // What is noted nowhere is told again by the next job.
      if (untold !== undefined) await recordTold(workspace, told).catch(warn);
      return (await checks?.ended()) ?? [];
    },
  };
}

/** Who is told of an end besides those who show it. */
function alsoTelling(reporter: RunReporter, ended: (end: RunEnd) => void): RunReporter {
  return {
    isTelling: reporter.isTelling,
    follow: (run) => {
      const follower = reporter.follow(run);
      return {
        moved: (document) => follower.moved(document),
        ended: (document) => {
          follower.ended(document);
          ended({ pipeline: run.pipeline, run: document, root: run.root });
        },
      };
    },
  };
}

/** One sentence for each reason, however many pages it met. */
function troubles(answers: readonly Ensured[]): readonly string[] {
  const reasons = answers.flatMap((answer) =>
    answer.kind === 'refused' || answer.kind === 'unreachable' ? [reasonOf(answer)] : [],
  );
  return [...new Set(reasons)];
}

function reasonOf({ kind, why }: { readonly kind: 'refused' | 'unreachable'; readonly why: string }): string {
  return kind === 'refused' ? `GitHub refuses it: ${why}` : `GitHub gave no answer, so a later job tells it: ${why}`;
}
