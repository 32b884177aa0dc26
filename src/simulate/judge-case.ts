import { writeDuration } from '../model/duration.ts';
import type { CaseExpectation, ExpectedSpan, TestCase } from '../model/pipeline-test.ts';
import type { Route, Source } from '../model/yaml/source.ts';
import type { Mismatch } from '../report/tests/test-results.ts';
import { deadlineLine } from './deadline-line.ts';
import { explainTask } from './explain-task.ts';
import { explainTime } from './explain-time.ts';
import { judgeAlerts } from './judge-alerts.ts';
import { judgeOrder } from './judge-order.ts';
import { judgeTask } from './judge-tasks.ts';
import type { PlayedCase } from './play-case.ts';

/** All that came out otherwise than the case expects, in the order of the file. `route` leads to the case. */
export function judgeCase(each: TestCase, played: PlayedCase, route: Route, source: Source): readonly Mismatch[] {
  const { expect } = each;
  const expected: Route = [...route, 'expect'];
  const ofTasks = Object.entries(expect.tasks).flatMap(([id, task]) =>
    judgeTask(id, task, played, [...expected, 'tasks', id], source),
  );
  return [
    ...judgeAnswers(each, played, route, source),
    ...judgeState(expect, played, expected, source),
    ...ofTasks,
    ...judgeOrder(expect, played, expected, source),
    ...judgeDuration(expect.duration, played, [...expected, 'duration'], source),
    ...judgeDeadline(expect, played, expected, source),
    ...judgeAlerts(expect, played, expected, source),
  ].sort((a, b) => a.range.start - b.range.start);
}

/** Virtual time from a run's start to its end, in milliseconds. */
export function runMs({ document }: PlayedCase): number {
  return Date.parse(document.finishedAt ?? document.startedAt) - Date.parse(document.startedAt);
}

function judgeAnswers({ strict }: TestCase, played: PlayedCase, route: Route, source: Source): readonly Mismatch[] {
  if (!strict) return [];
  const place = [...route, 'answers'];
  const range = source.has(place) ? source.key(place) : source.value([...route, 'name']);
  const because = ['strict: true'];
  return played.unanswered.map((task) => ({
    range,
    expected: `an answer for ${task}`,
    got: 'none, and it starts',
    because,
  }));
}

function judgeState({ state }: CaseExpectation, played: PlayedCase, route: Route, source: Source): readonly Mismatch[] {
  const { document, plan } = played;
  if (state === undefined || state === document.state) return [];
  const failed = plan.tasks.map(({ task }) => task.id).filter((id) => document.tasks[id]?.state === 'failed');
  const because = failed.slice(0, 3).flatMap((id) => explainTask(played, id));
  return [{ range: source.value([...route, 'state']), expected: state, got: document.state, because }];
}

function judgeDuration(
  span: ExpectedSpan | undefined,
  played: PlayedCase,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  const ms = runMs(played);
  const { atLeastMs = 0, atMostMs = Number.POSITIVE_INFINITY } = span ?? {};
  if (ms >= atLeastMs && ms <= atMostMs) return [];
  const key = ms < atLeastMs ? 'at-least' : 'at-most';
  const range = source.value(source.has([...route, key]) ? [...route, key] : route);
  const expected = atLeastMs === atMostMs ? '' : ms < atLeastMs ? 'at least ' : 'at most ';
  const bound = writeDuration(ms < atLeastMs ? atLeastMs : atMostMs);
  return [{ range, expected: `${expected}${bound}`, got: writeDuration(ms), because: explainTime(played) }];
}

function judgeDeadline(
  { deadline }: CaseExpectation,
  played: PlayedCase,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  const own = played.document.deadline;
  if (deadline === undefined || own === undefined) return [];
  const got = own.missed ? 'missed' : 'met';
  if (got === deadline) return [];
  const because = [deadlineLine(played.document), ...explainTime(played)];
  return [{ range: source.value([...route, 'deadline']), expected: deadline, got, because }];
}
