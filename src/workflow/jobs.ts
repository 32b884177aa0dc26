import type { Lane } from '../model/lane.ts';
import { defaults } from '../model/limits.ts';
import { maxRuntimeOf } from '../model/max-runtime.ts';
import type { Settings } from '../model/settings.ts';
import { answeringPermissions, lanePermissions, readingPermissions } from './job-permissions.ts';
import { isReady, type UsedLane } from './lanes.ts';
import { askedInputs, checkoutStep, expression, segueStep } from './steps.ts';
import type { WorkflowJob } from './workflow-shape.ts';

/** For set-up before Segue's own time, and for ending, storing and telling after it. */
const marginMinutes = 25;

/** The longest that GitHub takes for a job of anybody's runner. */
const longestMinutes = 7_200;

/** Of a job that only looks, or answers. */
export const shortMinutes = 10;

export const defaultRunner = 'ubuntu-latest';

const isNoComment = "github.event_name != 'issue_comment'";

/** At issues and at pull requests alike. Any other comment costs no job. */
const isCommand = [
  "github.event_name == 'issue_comment'",
  "(github.event.comment.body == '/segue' || startsWith(github.event.comment.body, '/segue '))",
].join(' && ');

type JobSettings = Pick<Settings, 'lanes' | 'action' | 'commands'> & Partial<Pick<Settings, 'maxRuntimeMs'>>;

/** One job that does all, or one that finds out what is due and one for each lane; and one that answers comments, unless the app does. */
export function jobsOf(lanes: readonly UsedLane[], settings: JobSettings): Readonly<Record<string, WorkflowJob>> {
  const finder = settings.lanes[defaults.lane] ?? {};
  const [only] = lanes;
  const isOne = only !== undefined && lanes.length === 1 && isReady(only, finder);
  return {
    ...(isOne ? { tick: tickJob(only, settings) } : laneJobs(lanes, finder, settings)),
    ...(settings.commands === 'app' ? {} : { comment: commentJob(finder, settings) }),
  };
}

/** True if what is due is found out by a job of its own. */
export function hasFinder(jobs: Readonly<Record<string, WorkflowJob>>): boolean {
  return jobs.due !== undefined;
}

function tickJob({ name, lane, secrets }: UsedLane, settings: JobSettings): WorkflowJob {
  return {
    name: 'Tick',
    if: isNoComment,
    'runs-on': lane.runsOn ?? defaultRunner,
    'timeout-minutes': minutesOf(name, settings),
    permissions: lanePermissions(lane),
    steps: [checkoutStep, segueStep(settings, { ...tokenOf(lane), ...askedInputs() }, secrets)],
  };
}

/** GitHub ends a job of its own runners after 360 minutes, whatever stands here. Segue is over before, so that it can tell. */
function minutesOf(lane: string, settings: JobSettings): number {
  return Math.min(longestMinutes, Math.ceil(maxRuntimeOf(settings, lane) / 60_000) + marginMinutes);
}

function laneJobs(
  lanes: readonly UsedLane[],
  finder: Lane,
  settings: JobSettings,
): Readonly<Record<string, WorkflowJob>> {
  const jobs = lanes.map((lane, index) => [jobId(lane.name, index), laneJob(lane, settings)] as const);
  return { due: dueJob(finder, settings), ...Object.fromEntries(jobs) };
}

/** Where the lane `default` runs, for it may be the only place that there is; but without its set-up. */
function dueJob({ runsOn }: Lane, settings: JobSettings): WorkflowJob {
  return {
    name: 'What is due',
    if: isNoComment,
    'runs-on': runsOn ?? defaultRunner,
    'timeout-minutes': shortMinutes,
    permissions: readingPermissions,
    outputs: { lanes: expression('steps.due.outputs.lanes') },
    steps: [checkoutStep, { id: 'due', ...segueStep(settings, dueInputs()) }],
  };
}

/** What is asked by hand has work for one lane, whatever is due. */
function dueInputs(): Readonly<Record<string, string>> {
  const { pipeline = '', run = '' } = askedInputs();
  return { command: 'due', pipeline, run };
}

function laneJob({ name, lane, secrets }: UsedLane, settings: JobSettings): WorkflowJob {
  const { runsOn, container, environment, setup = [] } = lane;
  return {
    name: `Lane ${name}`,
    needs: 'due',
    if: `contains(fromJSON(needs.due.outputs.lanes), '${name}')`,
    'runs-on': runsOn ?? defaultRunner,
    ...(container === undefined ? {} : { container }),
    ...(environment === undefined ? {} : { environment }),
    'timeout-minutes': minutesOf(name, settings),
    permissions: lanePermissions(lane),
    steps: [checkoutStep, ...setup, segueStep(settings, { ...tokenOf(lane), ...askedInputs(), lane: name }, secrets)],
  };
}

function tokenOf({ token }: Lane): Readonly<Record<string, string>> {
  return token === undefined ? {} : { token };
}

function commentJob({ runsOn }: Lane, settings: JobSettings): WorkflowJob {
  return {
    name: 'Answer a comment',
    if: isCommand,
    'runs-on': runsOn ?? defaultRunner,
    'timeout-minutes': shortMinutes,
    permissions: answeringPermissions,
    steps: [checkoutStep, segueStep(settings, { command: 'comment' })],
  };
}

const longestJobId = 99;

/** Ids of jobs are as those of lanes, and no longer. */
function jobId(lane: string, index: number): string {
  const id = `lane-${lane}`;
  return id.length <= longestJobId ? id : `lane-${index}-${lane}`.slice(0, longestJobId);
}
