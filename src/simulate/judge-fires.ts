import type { Pipeline } from '../model/pipeline.ts';
import type { ScheduleExpectation } from '../model/pipeline-test.ts';
import type { Route, Source } from '../model/yaml/source.ts';
import type { Mismatch } from '../report/tests/test-results.ts';
import { localDayTime } from '../report/text/local-time.ts';
import { fires } from '../schedule/fires.ts';
import { instantOf } from './plan-case.ts';

/** The first fire that is otherwise than expected; where none is expected, the first at all. `route` leads to the entry of `schedule`. */
export function judgeFires(
  expected: ScheduleExpectation,
  pipeline: Pipeline,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  const crons = pipeline.on.schedule;
  const own = fires(crons, instantOf(pipeline, expected.after), Math.max(1, expected.fires.length));
  const zone = crons[0]?.timezone ?? 'UTC';
  const because = crons.map(({ cron, timezone }) => `${cron} in ${timezone}`);
  if (expected.fires.length === 0) {
    const [first] = own;
    if (first === undefined) return [];
    return [{ range: source.value([...route, 'fires']), expected: 'no fire', got: fireText(first, zone), because }];
  }
  const index = expected.fires.findIndex((text, position) => instantOf(pipeline, text) !== own[position]);
  const text = expected.fires[index];
  if (text === undefined) return [];
  const at = own[index];
  const got = at === undefined ? 'no fire: the schedule has ended' : fireText(at, zone);
  return [
    {
      range: source.value([...route, 'fires', index]),
      expected: fireText(instantOf(pipeline, text), zone),
      got,
      because,
    },
  ];
}

function fireText(at: number, timezone: string): string {
  const instant = new Date(at).toISOString();
  return `${instant.replace(/:00\.000Z$/, 'Z')} (${localDayTime(instant, timezone)} in ${timezone})`;
}
