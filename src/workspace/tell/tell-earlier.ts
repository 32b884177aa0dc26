import { Problem } from '../../diagnostic/problem.ts';
import { checkPage } from '../../report/check/check-page.ts';
import type { Ensured, Forge } from '../../report/forge/forge.ts';
import type { RunDocument } from '../../run/document.ts';
import { loadAtCommit } from '../pipelines/load-at-commit.ts';
import { expectedDurations } from '../run/expected-durations.ts';
import type { Workspace } from '../workspace.ts';
import { failureFacts } from './check-facts.ts';
import type { ToldRun } from './check-reporter.ts';
import type { RunEnd } from './run-end.ts';

/** Ends that one job catches up on; the next one goes on. */
const mostAtOnce = 50;

export interface EarlierEnds {
  readonly forge: Pick<Forge, 'ensureCheck'>;
  /** Address of the repository's page. */
  readonly repository?: string;
  /** Called for each of them. */
  readonly ended: (end: RunEnd) => void;
  /** Only these runs; all by default. */
  readonly only?: ReadonlySet<string>;
}

/**
 * Tells the ends of runs that an earlier job could not tell: the forge was away, or the job died. Runs that go on are left to
 * those who work on them.
 */
export async function tellEarlier(workspace: Workspace, options: EarlierEnds): Promise<readonly ToldRun[]> {
  const told: ToldRun[] = [];
  const { state: store, environment } = workspace;
  for (const pipeline of await store.pipelines(environment)) {
    const { untold = [], active } = await store.state(environment, pipeline);
    const isAsked = (run: string) => options.only?.has(run) !== false;
    for (const run of untold.filter((id) => isAsked(id) && !active.some((entry) => entry.run === id))) {
      if (told.length >= mostAtOnce) return told;
      const document = await store.run(environment, pipeline, run);
      if (document === undefined) {
        // Nobody can tell it any more, and nobody can mend that: it is only struck off.
        told.push({ run, pipeline, isGone: true });
        continue;
      }
      const answer = await tell(workspace, options, document);
      told.push({ run, pipeline, answer, actions: document.actions.length });
      // Who does not answer one does not answer the next.
      if (answer.kind === 'unreachable') return told;
    }
  }
  return told;
}

async function tell(
  workspace: Workspace,
  { forge, repository, ended }: EarlierEnds,
  run: RunDocument,
): Promise<Ensured> {
  const { clock, state, environment, repository: checkout } = workspace;
  try {
    const { pipeline } = await loadAtCommit(workspace, run.commit, run.file);
    const { root } = checkout;
    ended({ pipeline, run, root });
    const facts = await failureFacts(checkout.home, { opening: run, root });
    const usualMs = expectedDurations(await (await state.view(environment, run.pipeline)).durations());
    const of = repository === undefined ? {} : { repository };
    return await forge.ensureCheck(checkPage({ run, pipeline, now: clock.now(), usualMs, ...facts, ...of }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { kind: 'refused', why: error.message } as const;
  }
}
