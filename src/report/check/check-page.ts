import type { RunDocument } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import { unreachable } from '../../run/states.ts';
import type { CheckConclusion, CheckWish } from '../forge/forge.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import { runCauses } from '../run/run-causes.ts';
import { fitPage } from '../text/markdown-fit.ts';
import { checkAnnotations } from './check-annotations.ts';
import { checkButtons } from './check-buttons.ts';
import { checkDetails, checkProgress, checkSummary } from './check-parts.ts';
import { checkTitle } from './check-title.ts';
import type { CheckView } from './check-view.ts';

/**
 * The check run of a pipeline's run: a short page while it goes on; at its end the verdict, why, what to do, and the evidence. Annotations
 * come with the end only, because a forge adds those of each update to the ones before.
 */
export function checkPage(view: CheckView): CheckWish {
  const { run, jobUrl } = view;
  const causes = runCauses(run, view.pipeline, view.files);
  const page = {
    commit: run.snapshotOf ?? run.commit,
    name: run.pipeline,
    key: run.run,
    startedAt: run.startedAt,
    ...(jobUrl === undefined ? {} : { detailsUrl: jobUrl }),
    title: checkTitle(run, causes),
    buttons: checkButtons(run),
  };
  // One that was handed over has no end yet: the next job goes on with this page.
  if (run.state === 'running' || isHandOver(run.cancelled)) {
    const summary = fitPage(checkProgress(view, causes), forgeLimits.checkText);
    return { ...page, status: 'in_progress', summary, annotations: [] };
  }
  const text = fitPage(checkDetails(view, causes), forgeLimits.checkText);
  return {
    ...page,
    status: 'completed',
    conclusion: conclusionOf(run, run.state),
    ...(run.finishedAt === undefined ? {} : { completedAt: run.finishedAt }),
    summary: fitPage(checkSummary(view, causes), forgeLimits.checkText),
    ...(text === '' ? {} : { text }),
    annotations: checkAnnotations(view, causes),
  };
}

function conclusionOf(run: RunDocument, state: Exclude<RunDocument['state'], 'running'>): CheckConclusion {
  switch (state) {
    case 'success':
      return Object.values(run.tasks).some((record) => record.state === 'success') ? 'success' : 'skipped';
    case 'failed':
      return 'failure';
    case 'cancelled':
      return run.cancelled?.why === 'lost' || run.cancelled?.why === 'fail-fast' ? 'failure' : 'cancelled';
    default:
      return unreachable(state);
  }
}
