import type { Incident } from '../../src/incident/incident.ts';
import { standingOf } from '../../src/incident/standing.ts';
import type { Interval, RunDocument } from '../../src/run/document.ts';
import { decodeIncidents } from '../../src/store/codec/codec-incidents.ts';
import { incidentsRef } from '../../src/store/names.ts';
import { environment } from './ledger.ts';
import { firesBetween } from './oracle.ts';
import type { TeamPipeline } from './team-code.ts';
import type { World } from './world.ts';

/** What is still to be done in a world in which nothing goes wrong any more; nothing once all is well. */
export function leftToDo(world: World): readonly string[] {
  return [
    ...world.team.pipelines.flatMap((pipeline) => pipelineLeft(world, pipeline)),
    ...leasesLeft(world),
    ...[...world.ledger.runs.values()].flatMap((run) => wronglyTold(world, run)),
    // Whoever ticks on a server of their own tells nobody.
    ...(world.hasServer ? [] : incidentsLeft(world)),
  ];
}

function pipelineLeft(world: World, { id, cron, timezone }: TeamPipeline): readonly string[] {
  const { state } = world.ledger.stored(id);
  if (state === undefined) return [`${id} has no state`];
  const { active, cursor, untold = [] } = state;
  const left = [
    ...active.map(({ run }) => `${id} still has ${run} among its active runs`),
    ...untold.filter((run) => isOverdue(world, run)).map((run) => `${id} has not told ${run}`),
  ];
  if (cron === undefined) return left;
  const fires = firesBetween(cron, timezone, world.beganAt - 2 * dayMs, world.time.now);
  const late = fires.filter((at) => at < world.time.now - leewayMs).at(-1);
  const isServed = cursor !== undefined && (late === undefined || Date.parse(cursor) >= late);
  return isServed
    ? left
    : [...left, `${id} has its cursor at ${cursor}, and fired at ${late && new Date(late).toISOString()}`];
}

/** What a server has ended is told by the next job. */
function isOverdue({ ledger, time }: World, run: string): boolean {
  const { finishedAt } = ledger.runs.get(run) ?? {};
  return finishedAt === undefined || Date.parse(finishedAt) < time.now - leewayMs;
}

/** From a fire to the end of the first wake-up after it. */
const leewayMs = 17 * 60_000;

const dayMs = 86_400_000;

/** Nobody is at work, so all leases are of the dead; they are taken down when they have been silent for a day. */
function leasesLeft(world: World): readonly string[] {
  const silent = world.remote
    .below('refs/segue-lease/')
    .filter(([ref]) => world.ledger.movedAt(ref) < world.time.now - longestLeftMs);
  return silent.map(([ref]) => `${ref} is still up`);
}

const longestLeftMs = 30 * 60 * 60_000;

/** What the forge shows of a run that has ended. */
function wronglyTold(world: World, run: RunDocument): readonly string[] {
  if (run.finishedAt === undefined || !isOverdue(world, run.run)) return [];
  const shown = world.forge.kept.checks.map(({ wish }) => wish).filter(({ key }) => key === run.run);
  // Who retries a run may do so with newer code: that end is shown at that commit, and the one before stays with the code that failed.
  const told = shown.findLast(({ commit }) => commit === run.commit);
  if (told === undefined) return world.hasServer ? [] : [`${run.run} is not shown`];
  // One in which all that was left to do was skipped has ended well, and has done nothing.
  const isWell = told.conclusion === 'success' || (told.conclusion === 'skipped' && hasDoneNothing(run));
  const isGood = told.status === 'completed' && isWell === (run.state === 'success');
  const waiting = shown.filter(({ status }) => status !== 'completed');
  return [
    ...(isGood ? [] : [`${run.run} ended ${run.state}, and is shown as ${told.conclusion ?? told.status}`]),
    ...waiting.map(({ commit, status }) => `${run.run} is over, and at ${commit.slice(0, 7)} it is shown as ${status}`),
  ];
}

function hasDoneNothing({ tasks }: RunDocument): boolean {
  return Object.values(tasks).every(({ state }) => state !== 'success');
}

/** Each run that has ended well counts once, for those that come after its pipeline and among what is served; no other does. */
export function wronglyCounted({ ledger, team }: World): readonly string[] {
  return team.pipelines.flatMap(({ id, family }) => {
    const { successes, served = [] } = ledger.stored(id).state ?? {};
    const whole = [...ledger.runs.values()].filter(
      ({ pipeline, selection }) => ledger.familyOf(pipeline) === family && selection === undefined,
    );
    const well = whole.filter((run) => run.state === 'success' || timesReworked(run) > 0);
    const count = successes?.count ?? 0;
    const most = whole.reduce((sum, run) => sum + timesReworked(run), well.length);
    const isRight = count <= most && count >= well.filter((run) => timesReworked(run) === 0).length;
    const isTrue = ({ start, end }: Interval) =>
      well.some(({ interval }) => interval !== undefined && start <= interval.start && interval.start < end);
    return [
      ...(isRight ? [] : [`${id} counts ${count} successes, and ${well.length} of its runs have ended well`]),
      ...served.filter((range) => !isTrue(range)).map(({ start, end }) => `${id} calls ${start}/${end} served`),
    ];
  });
}

/** Whose runs of a backfill have failed, and nobody retries them. */
function isLeft({ ledger }: World, { kind, members }: Incident): boolean {
  if (kind !== 'backfill') return false;
  const families = new Set(Object.keys(members).map((id) => ledger.familyOf(id)));
  const runs = [...ledger.runs.values()].filter(({ pipeline }) => families.has(ledger.familyOf(pipeline)));
  return runs.some(({ trigger, state }) => trigger.kind === 'backfill' && state !== 'success');
}

/** How often somebody had a run's successes made again, or said that they are some: each time it may have ended well once more, or no more. */
function timesReworked({ actions }: RunDocument): number {
  return actions.filter(({ kind, tasks }) => kind === 'mark' || (kind === 'retry' && tasks !== undefined)).length;
}

function incidentsLeft(world: World): readonly string[] {
  const version = world.remote.refs.get(incidentsRef(environment));
  const text = world.stored.text(version, 'incidents.json');
  const incidents = text === undefined ? [] : decodeIncidents(text, environment).incidents;
  const open = incidents.filter((each) => standingOf(each).state === 'open');
  const known = new Set(open.flatMap(({ told }) => told.issue?.id ?? []));
  // What somebody has opened again is theirs to close.
  const shown = world.forge.kept.issues.filter(
    ({ id, wish }) => wish.state === 'open' && world.talk?.reopened.has(id) !== true,
  );
  return [
    ...open.filter((each) => !isLeft(world, each)).map(({ id, kind }) => `the incident ${id} (${kind}) is still open`),
    ...shown.filter(({ id }) => !known.has(id)).map(({ id }) => `the issue ${id} is open, and nothing is wrong`),
  ];
}

/**
 * No interval is lost: what was served and what was passed over lie side by side, from when the schedule began to count up to its
 * cursor. Gives where they do not.
 */
export function gapsAndOverlaps(world: World): readonly string[] {
  return world.team.pipelines.flatMap((pipeline) => {
    const { id, family, cron, timezone } = pipeline;
    if (cron === undefined) return [];
    const served = [...world.ledger.served.keys()].map((key) => key.split(' ')).filter(([whose]) => whose === family);
    const dropped = (world.ledger.stored(id).state?.dropped ?? []).map(({ from, to }) => [family, from, to]);
    const spans = [...served, ...dropped].sort(([, a = ''], [, b = '']) => (a < b ? -1 : 1));
    const troubles = spans.flatMap(([, from, to], index) => {
      const [, , before] = spans[index - 1] ?? [];
      return before === undefined || before === from ? [] : [`${id}: ${before} is followed by ${from}/${to}`];
    });
    return [...troubles, ...wrongIntervals(world, { id, cron, timezone }, served)];
  });
}

/** Each interval lies between two fires that follow one another. */
function wrongIntervals(
  world: World,
  { id, cron, timezone }: { readonly id: string; readonly cron: string; readonly timezone: string },
  served: readonly (readonly string[])[],
): readonly string[] {
  const fires = firesBetween(cron, timezone, world.beganAt - 3 * dayMs, world.time.now).map((at) =>
    new Date(at).toISOString(),
  );
  return served.flatMap(([, from = '', to = '']) => {
    const isRight = fires.indexOf(from) >= 0 && fires[fires.indexOf(from) + 1] === to;
    return isRight ? [] : [`${id}: ${from}/${to} does not lie between two fires of ${cron} in ${timezone}`];
  });
}
