import { hasErrors } from '../../diagnostic/diagnostic.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { type Backfill, backfillDefaults } from '../../model/backfill.ts';
import type { JudgedSide } from '../../review/judged-side.ts';
import { planBackfill } from '../../run/backfill-plan.ts';
import type { Interval } from '../../run/document.ts';
import type { PipelineState } from '../../run/ports.ts';
import type { PlayedBackfill } from '../../simulate/world/intents.ts';
import { knowledgeOf, requestDigest } from '../backfill/backfill-state.ts';
import { demandIntervals } from '../backfill/prepare-backfill.ts';
import type { Workspace } from '../workspace.ts';
import { demandPipeline, type Played } from './intents-of.ts';
import type { AskedFor } from './wishes.ts';

/**
 * Backfills as they would begin with the window: what is done then, by what this clone has of the state, is not done again.
 *
 * @throws {Problem} SG741 for a name that no file has, SG701 for an unknown pipeline, SG740 for a range without intervals, SG802 and others
 *   are said by `segue validate`: a file with errors is refused with SG741, too.
 */
export async function backfillsOf(
  workspace: Workspace,
  environment: string,
  side: JudgedSide,
  played: Played,
  asked: readonly AskedFor[],
): Promise<readonly PlayedBackfill[]> {
  const found = new Map<string, PlayedBackfill>();
  for (const each of asked) {
    const backfill = 'name' in each ? demandFile(side, each.name) : rangeOf(each);
    found.set(backfill.id, await playedBackfill(workspace, environment, played, backfill));
  }
  return [...found.values()];
}

async function playedBackfill(
  workspace: Workspace,
  environment: string,
  played: Played,
  backfill: Backfill,
): Promise<PlayedBackfill> {
  const pipeline = demandPipeline(played, backfill.pipeline);
  const { intervals, from, to } = demandIntervals(pipeline, backfill);
  const view = await workspace.state.view(environment, pipeline.id);
  const request = requestDigest({ ...backfill, from, to });
  const known = knowledgeOf(workspace, { state: view.state, runs: await view.runs() }, backfill.id, request);
  const now = new Date(played.from).toISOString();
  const plan = planBackfill(backfill, intervals, {
    ...known,
    served: servedBefore(view.state, known.served, now),
    now,
  });
  const { id, order, maxActive, params, reason } = backfill;
  const todo = order === 'oldest-first' ? plan.todo : plan.todo.toReversed();
  return { id, pipeline: pipeline.id, order, maxActive, params, reason, intervals: todo };
}

/** What falls due from now to the begin of the window, the schedule will have served. */
function servedBefore({ cursor, paused }: PipelineState, served: readonly Interval[], begin: string) {
  const isAhead = cursor !== undefined && paused === undefined && cursor < begin;
  return isAhead ? [...served, { start: cursor, end: begin }] : served;
}

function rangeOf({ pipeline, from, to }: Extract<AskedFor, { pipeline: string }>): Backfill {
  const id = `${pipeline}:${from}..${to}`;
  return { ...backfillDefaults, id, file: '', pipeline, from, to, params: {}, reason: 'simulation' };
}

function demandFile({ validation: { backfills } }: JudgedSide, name: string): Backfill {
  const found = backfills.find(({ id, file }) => id === name || file === name);
  if (found?.backfill !== undefined && !hasErrors(found.diagnostics)) return found.backfill;
  if (found !== undefined) {
    throw new Problem('SG741', `The backfill ${name} has errors.`, 'segue validate shows them.', 2);
  }
  const guess = nearest(
    name,
    backfills.map(({ id }) => id),
  );
  const help = 'Give the id of a *.backfill.yml file, or a range: PIPELINE:2026-01-01..2026-02-01.';
  const hint = guess === undefined ? help : `Did you mean ${guess}? ${help}`;
  throw new Problem('SG741', `There is no backfill ${name}.`, hint, 2);
}
