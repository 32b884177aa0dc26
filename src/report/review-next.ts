import { buildGraph } from '../dag/graph.ts';
import { descendants } from '../dag/select.ts';
import { code, joinMarkdown, type Markdown, md, nothing } from './markdown.ts';
import { lines } from './markdown-blocks.ts';
import { failedCases } from './review-verdict.ts';
import type { LocatedPolicyFinding, ReviewView } from './review-view.ts';

/** Waivers that are spelled out, and people that are named for each. */
const most = { waivers: 3, approvers: 4 } as const;

/** What one can type next: on a laptop, and as an answer. Nobody is mentioned: who opens a pull request may be a stranger. */
export function nextSteps(view: ReviewView): Markdown {
  const tries = triesOf(view).map((command) => code(command));
  return lines(
    tries.length === 0 ? nothing : md`Try: ${joinMarkdown(tries, ' · ')}`,
    ...view.policy
      .filter(({ missing }) => missing > 0)
      .slice(0, most.waivers)
      .map(waiveLine),
  );
}

function triesOf(view: ReviewView): readonly string[] {
  // What is written in files goes into a command only if its names were found to be names.
  if (view.findings.some(({ severity }) => severity === 'error')) return ['segue validate'];
  if (failedCases(view) > 0) return ['segue test'];
  const [run] = view.diff.pipelines.flatMap(({ id }) => runCommand(view, id));
  return run === undefined ? [] : [run];
}

/** Begins with the tasks that run differently, if it is a few of them that all the others wait for. */
function runCommand({ diff }: ReviewView, id: string): readonly string[] {
  const pipeline = diff.pipelinesAfter.get(id);
  const changed = diff.impact.tasks.filter((each) => each.pipeline === id).map(({ task }) => task);
  if (pipeline === undefined || changed.length === 0) return [];
  const graph = buildGraph(pipeline.tasks);
  const below = new Set(
    changed.flatMap((task) => {
      const node = graph.indexOf.get(task);
      return node === undefined ? [] : [...descendants(graph, [node]).keys()].filter((each) => each !== node);
    }),
  );
  const first = changed.filter((task) => !below.has(graph.indexOf.get(task) ?? -1));
  const isWhole = changed.length === pipeline.tasks.length || first.length > 3;
  return [isWhole ? `segue run ${id}` : `segue run ${id} --from ${first.join(',')}`];
}

function waiveLine({ code: name, pipeline, approvers }: LocatedPolicyFinding): Markdown {
  const of = pipeline === undefined ? '' : ` ${pipeline}`;
  const who = approvers.slice(0, most.approvers).map((each) => code(each));
  const whom = who.length === 0 ? nothing : md` (${joinMarkdown(who, ', ')})`;
  return md`Waive: ${code(`/segue approve ${name}${of} <reason>`)}${whom}`;
}
