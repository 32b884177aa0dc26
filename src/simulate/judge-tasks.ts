import type { TaskExpectation } from '../model/pipeline-test.ts';
import { taskOfInstance } from '../model/pipeline-test.ts';
import type { Route, Source } from '../model/yaml/source.ts';
import { countOf } from '../report/run/run-words.ts';
import type { Mismatch } from '../report/tests/test-results.ts';
import type { TaskRecord } from '../run/document.ts';
import { explainTask, outputsOf, stateReason } from './explain-task.ts';
import type { PlayedCase } from './play-case.ts';

/** What of a task, or of an instance, is otherwise than expected. `route` leads to what is expected of it. */
export function judgeTask(
  id: string,
  expected: TaskExpectation,
  played: PlayedCase,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  const record = played.document.tasks[id];
  const why = () => explainTask(played, record === undefined ? taskOfInstance(id) : id);
  if (record === undefined) {
    const count = played.document.tasks[taskOfInstance(id)]?.instances ?? 0;
    return [{ range: source.key(route), expected: `an instance ${id}`, got: instancesText(count), because: why() }];
  }
  const at = (key: string): Mismatch['range'] => source.value(source.has([...route, key]) ? [...route, key] : route);
  const found: Mismatch[] = [];
  if (expected.state !== undefined && expected.state !== record.state) {
    found.push({ range: at('state'), expected: expected.state, got: record.state, because: why() });
  }
  if (expected.attempts !== undefined && expected.attempts !== triesOf(id, record, played)) {
    const [wanted, got] = [expected.attempts, triesOf(id, record, played)].map((count) => countOf(count, 'attempt'));
    found.push({ range: at('attempts'), expected: wanted ?? '', got: got ?? '', because: why() });
  }
  const reason = stateReason(record);
  if (expected.reason !== undefined && reason?.includes(expected.reason) !== true) {
    const got = reason ?? `no reason: the task is ${record.state}`;
    found.push({ range: at('reason'), expected: `a reason with "${expected.reason}"`, got, because: why() });
  }
  return explainedOnce([...found, ...judgeOutputs(id, expected, played, route, source)]);
}

/** All that is wrong with one task has one explanation. */
function explainedOnce(found: readonly Mismatch[]): readonly Mismatch[] {
  return found.map((each, index) => (index === 0 ? each : { ...each, because: [] }));
}

function instancesText(count: number): string {
  return count === 0 ? 'no instances' : countOf(count, 'instance');
}

/** Of a `foreach` task those of the instance that was tried most often. */
function triesOf(id: string, { attempts, instances = 0 }: TaskRecord, { document }: PlayedCase): number {
  const parts = Array.from(
    { length: instances },
    (_, index) => document.tasks[`${id}[${index}]`]?.attempts.length ?? 0,
  );
  return Math.max(attempts.length, ...parts);
}

function judgeOutputs(
  id: string,
  expected: TaskExpectation,
  played: PlayedCase,
  route: Route,
  source: Source,
): readonly Mismatch[] {
  const outputs = outputsOf(played.document, id);
  const names = Object.keys(outputs);
  return Object.entries(expected.outputs).flatMap(([name, value]): readonly Mismatch[] => {
    const own = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
    if (own === value) return [];
    const has = names.length === 0 ? 'it has none' : `it has ${names.join(', ')}`;
    const got = own === undefined ? `no output ${name}; ${has}` : `${name} = ${own}`;
    const because = own === undefined ? explainTask(played, id) : [];
    return [{ range: source.value([...route, 'outputs', name]), expected: `${name} = ${value}`, got, because }];
  });
}
