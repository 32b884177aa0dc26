import { itemOf } from '../incident/alert-message.ts';
import { type Book, emptyBook } from '../incident/incident.ts';
import { observe } from '../incident/observe.ts';
import { standingOf } from '../incident/standing.ts';
import type { CaseExpectation } from '../model/pipeline-test.ts';
import type { Route, Source } from '../model/yaml/source.ts';
import type { Mismatch } from '../report/tests/test-results.ts';
import { deadlineLine } from './deadline-line.ts';
import { explainTask } from './explain-task.ts';
import type { PlayedCase } from './play-case.ts';

/** Compares what people would be told of the run with what a case expects: parts of titles, one for each incident. */
export function judgeAlerts(
  { alerts }: CaseExpectation,
  played: PlayedCase,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  if (alerts === undefined) return [];
  const told = alertsOf(played);
  const takers = matched(alerts, told);
  const missing = alerts.flatMap((part, index) => (takers.includes(index) ? [] : [{ part, index }]));
  const others = told.filter((_, place) => takers[place] === undefined);
  const because = causesOf(played);
  const range = source.value([...route, 'alerts']);
  if (missing.length === 0) return others.map((title) => ({ range, expected: 'no other alert', got: title, because }));
  const got = gotText(told, others);
  return missing.map(({ part, index }) => ({
    ...{ range: source.value([...route, 'alerts', index]), expected: `an alert with "${part}"`, got, because },
  }));
}

function gotText(told: readonly string[], others: readonly string[]): string {
  if (told.length === 0) return 'none';
  return others.length > 0 ? others.join('; ') : `none besides ${told.join('; ')}`;
}

/**
 * For each title the place of the part that it is told for, so that as many parts as can be have a title of their own: a short part
 * leaves to a longer one the only title that this fits.
 */
function matched(parts: readonly string[], titles: readonly string[]): readonly (number | undefined)[] {
  const takers = new Array<number | undefined>(titles.length).fill(undefined);
  const place = (index: number, seen: Set<number>): boolean =>
    titles.some((title, each) => {
      if (seen.has(each) || !title.includes(parts[index] ?? '')) return false;
      seen.add(each);
      const taker = takers[each];
      if (taker !== undefined && !place(taker, seen)) return false;
      takers[each] = index;
      return true;
    });
  for (const index of parts.keys()) place(index, new Set());
  return takers;
}

/** Titles of the incidents that the run opens, in the order in which they are noticed. */
export function alertsOf({ document: run }: Pick<PlayedCase, 'document'>): readonly string[] {
  const facts = { file: run.file, tags: [], waiting: [] };
  const { pipeline, deadline, environment } = run;
  const late =
    deadline?.missed === true
      ? observe(emptyBook(environment), {
          kind: 'deadline-missed',
          pipeline,
          run: run.run,
          deadline: deadline.at,
          facts,
        })
      : emptyBook(environment);
  return titlesOf(late, observe(late, { kind: 'run-ended', run, facts }));
}

/** Also of what was open before the end and is over with it: people were told of it. */
function titlesOf(before: Book, after: Book): readonly string[] {
  const first = new Map(before.incidents.map((incident) => [incident.id, incident]));
  const all = [...before.incidents, ...after.incidents.filter(({ id }) => !first.has(id))];
  return all.map((incident) => {
    const { openings } = standingOf(incident);
    return itemOf(incident, { key: '', kind: 'opened', at: openings[0] ?? '', opening: 1 }).title;
  });
}

function causesOf(played: PlayedCase): readonly string[] {
  const { document, plan } = played;
  const failed = plan.tasks.map(({ task }) => task.id).filter((id) => document.tasks[id]?.state === 'failed');
  const by = document.trigger.kind === 'manual' && failed.length > 0 ? ['who starts a run by hand is not alerted'] : [];
  const late = document.deadline?.missed === true ? [deadlineLine(document)] : [];
  return [...by, ...late, ...failed.slice(0, 3).flatMap((id) => explainTask(played, id))];
}
