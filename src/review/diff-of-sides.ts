import { LineIndex } from '../diagnostic/line-index.ts';
import { analyse } from '../diff/analyse.ts';
import { diffPipelines } from '../diff/diff-pipelines.ts';
import type { History } from '../diff/history.ts';
import type { Risk } from '../diff/risk.ts';
import { byId } from '../diff/side.ts';
import type { Source } from '../model/yaml/source.ts';
import type { DiffView } from '../report/diff/diff-view.ts';
import { monthMinutes } from './month-minutes.ts';
import type { CommitFiles, PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';

/** What a pull request does to pipelines, as pages show it. */
export function diffOfSides(change: PullChange, { base, head, touched }: PullSides): DiffView {
  const history: History = change.history ?? new Map();
  const diff = diffPipelines(base, head);
  const analysis = analyse(base, head, history, change.now, diff);
  // What could not be read on both sides and is not touched was no business of this pull request.
  const files = [base, head].flatMap(({ validation }) => validation.files);
  const own = new Set(files.filter(({ file }) => touched.has(file)).map(({ id }) => id));
  const isTouched = diff.pipelines.length + diff.settings.length > 0;
  return {
    base: labelOf(change.base),
    head: { name: change.head.commit, commit: change.head.commit },
    ...analysis,
    notCompared: diff.notCompared.filter((id) => own.has(id)),
    risks: analysis.risks.map((risk) => ({ ...risk, line: lineOfRisk(risk, head.sources) })),
    ...(isTouched ? monthMinutes(diff, base, head, history, change.now) : {}),
    pipelinesBefore: byId(base),
    pipelinesAfter: byId(head),
  };
}

function labelOf({ name, commit }: CommitFiles): DiffView['base'] {
  return { name, commit };
}

/** From 1 on; 1 where its place is not known. */
export function lineOfRisk(
  { file, route }: Pick<Risk, 'file' | 'route'>,
  sources: ReadonlyMap<string, Source>,
): number {
  const source = sources.get(file);
  return source === undefined || route.length === 0
    ? 1
    : new LineIndex(source.text).position(source.key(route).start).line;
}
