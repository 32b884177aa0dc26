import { buildGraph, idAt } from '../../dag/graph.ts';
import { descendants } from '../../dag/select.ts';
import type { PipelineChange, PipelineChanged } from '../../diff/change.ts';
import { changesAllTasks, changesTask } from '../../diff/runs-differently.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { code, joinMarkdown, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { lines } from '../text/markdown-blocks.ts';
import { nameList } from '../text/name-list.ts';
import type { LocatedPolicyFinding, ReviewView } from './review-view.ts';

/** Waivers that are spelled out, and people that are named for each. */
const most = { waivers: 3, approvers: 4 } as const;

/** Tasks that a command begins with. */
const mostFirst = 3;

/** What one can type next: on a laptop, and as an answer. Nobody is mentioned: who opens a pull request may be a stranger. */
export function nextSteps(view: ReviewView): Markdown {
  const tries = triesOf(view)
    .filter(isHarmless)
    .map((command) => code(command));
  const open = view.policy.filter(({ missing }) => missing > 0);
  return lines(
    tries.length === 0 ? nothing : md`Try: ${joinMarkdown(tries, ' · ')}`,
    ...open.slice(0, most.waivers).map(waiveLine),
    open.length === 0 ? nothing : reviewLine(view),
  );
}

/** What does the same at once, what does no longer, and what never did. */
function reviewLine({ diff, lapsed, policy }: ReviewView): Markdown {
  const commit = code((diff.head.commit ?? '').slice(0, 7));
  const involved = new Set(policy.flatMap((each) => (each.missing > 0 ? (each.involved ?? []) : [])));
  return joinMarkdown(
    [
      md`An approving review of ${commit} does the same.`,
      about(lapsed.commit, (who) => md`What ${who} agreed to was an earlier commit.`),
      about(lapsed.base, (who) => md`What ${who} agreed to was for another branch.`),
      about([...involved].sort(), (who) => md`The word of ${who} does not count: some of the commits are theirs.`),
    ].filter((each) => each !== nothing),
    ' ',
  );
}

function about(logins: readonly string[], words: (who: Markdown) => Markdown): Markdown {
  return logins.length === 0 ? nothing : words(plain(nameList(logins)));
}

function triesOf(view: ReviewView): readonly string[] {
  // What is written in files goes into a command only if its names were found to be names.
  if (view.findings.some(({ severity }) => severity === 'error')) return ['segue validate'];
  const [failed] = view.tests.failures;
  if (failed !== undefined) return [`segue test ${failed.file}`];
  const [run] = view.diff.pipelines.flatMap((change) => runCommand(view, change));
  const [backfill] = view.backfills;
  return [
    ...(run === undefined ? [] : [run]),
    ...(backfill === undefined ? [] : [`segue backfill plan ${backfill.id}`]),
  ];
}

/** Somebody will copy it into a shell. */
function isHarmless(command: string): boolean {
  return /^[\w./, -]+$/.test(command);
}

/** Begins with the tasks that were written anew or changed, if it is a few of them that all the others wait for. */
function runCommand({ diff }: ReviewView, change: PipelineChange): readonly string[] {
  const pipeline = diff.pipelinesAfter.get(change.id);
  if (pipeline === undefined || change.kind === 'pipeline-removed') return [];
  if (change.kind === 'pipeline-added') return [`segue run ${change.id}`];
  const tasks = editedTasks(change);
  if (tasks.length === 0 && !change.edits.some(changesAllTasks)) return scheduleCommand(change);
  const first = firstOf(tasks, pipeline);
  const isPart = first.length > 0 && first.length <= mostFirst && tasks.length < pipeline.tasks.length;
  return [isPart ? `segue run ${change.id} --from ${first.join(',')}` : `segue run ${change.id}`];
}

function scheduleCommand({ id, edits }: PipelineChanged): readonly string[] {
  return edits.some(({ kind }) => kind.startsWith('schedule-')) ? [`segue next ${id}`] : [];
}

function editedTasks({ tasks }: PipelineChanged): readonly string[] {
  return tasks.flatMap((each) =>
    each.kind === 'task-added' || (each.kind === 'task-changed' && each.edits.some(changesTask)) ? [each.task] : [],
  );
}

/** Those that wait for none of the others. */
function firstOf(tasks: readonly string[], pipeline: Pipeline): readonly string[] {
  const graph = buildGraph(pipeline.tasks);
  const nodes = tasks.flatMap((task) => graph.indexOf.get(task) ?? []);
  const below = descendants(
    graph,
    nodes.flatMap((node) => graph.dependents[node] ?? []),
  );
  return nodes.filter((node) => !below.has(node)).map((node) => idAt(graph, node));
}

function waiveLine({ code: name, pipeline, approvers }: LocatedPolicyFinding): Markdown {
  const of = pipeline === undefined ? '' : ` ${pipeline}`;
  const who = approvers.slice(0, most.approvers).map((each) => code(each));
  const whom = who.length === 0 ? nothing : md` (${joinMarkdown(who, ', ')})`;
  return md`Waive: ${code(`/segue approve ${name}${of} <reason>`)}${whom}`;
}
