import { parseDuration } from '../duration.ts';
import {
  type CaseExpectation,
  type ExpectedSpan,
  type PipelineTest,
  type TaskExpectation,
  type TestAnswer,
  type TestCase,
  testDefaults,
} from '../pipeline-test.ts';
import type { TestFile } from '../schema/test-schema.ts';
import type { DocumentSource } from '../yaml/document-source.ts';
import type { Route } from '../yaml/source.ts';

type CaseFile = NonNullable<TestFile['cases']>[number];
type ExpectFile = CaseFile['expect'];
type AnswerFile = NonNullable<CaseFile['answers']>[string];
type OnceFile = Exclude<AnswerFile, readonly unknown[]>;

/** Defaults are applied, shorthands spelled out; texts of outputs and vars are as they are written. */
export function normaliseTest(data: TestFile, file: string, source: DocumentSource): PipelineTest {
  const cases = (data.cases ?? []).map((each, index) => toCase(each, data.strict === true, ['cases', index], source));
  const schedule = (data.schedule ?? []).map(({ after, fires }) => ({ after, fires }));
  return Object.freeze({ file, pipeline: data.pipeline, cases, schedule });
}

function toCase(file: CaseFile, strict: boolean, route: Route, source: DocumentSource): TestCase {
  const { name, trigger, interval, at, expect } = file;
  const answers = mapValues(file.answers, (answer, id) => toAnswers(answer, [...route, 'answers', id], source));
  return {
    name: name.trim(),
    strict: file.strict ?? strict,
    ...(trigger === undefined ? {} : { trigger }),
    ...(interval === undefined ? {} : { interval }),
    ...(at === undefined ? {} : { at }),
    params: { ...file.params },
    vars: texts(file.vars, [...route, 'vars'], source),
    environment: file.environment ?? testDefaults.environment,
    jobs: file.jobs ?? testDefaults.jobs,
    failFast: file['fail-fast'] === true,
    seed: file.seed ?? testDefaults.seed,
    answers,
    expect: toExpectation(expect, [...route, 'expect'], source),
  };
}

function toAnswers(file: AnswerFile, route: Route, source: DocumentSource): readonly TestAnswer[] {
  if (!Array.isArray(file)) return [toAnswer(file as OnceFile, route, source)];
  return file.map((each, index) => toAnswer(each, [...route, index], source));
}

function toAnswer(file: OnceFile, route: Route, source: DocumentSource): TestAnswer {
  if (typeof file === 'string') return { state: file, exitCode: 1, outputs: {}, durationMs: 0 };
  const { state, 'exit-code': exitCode, outputs, duration } = file;
  return {
    state: state ?? (exitCode === undefined ? 'success' : 'failed'),
    exitCode: exitCode ?? 1,
    outputs: texts(outputs, [...route, 'outputs'], source),
    durationMs: (duration === undefined ? undefined : parseDuration(duration)) ?? 0,
  };
}

function toExpectation(file: ExpectFile, route: Route, source: DocumentSource): CaseExpectation {
  const { state, starts, order = [], duration, deadline, alerts } = file;
  const tasks = mapValues(file.tasks, (task, id) => toTask(task, [...route, 'tasks', id], source));
  return {
    ...(state === undefined ? {} : { state }),
    tasks,
    ...(starts === undefined ? {} : { starts }),
    order: toChains(order),
    ...(duration === undefined ? {} : { duration: toSpan(duration) }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(alerts === undefined ? {} : { alerts }),
  };
}

function toChains(order: NonNullable<ExpectFile['order']>): CaseExpectation['order'] {
  const chains = order.filter((each) => typeof each !== 'string');
  return chains.length > 0 || order.length === 0 ? chains : [order.filter((each) => typeof each === 'string')];
}

function toTask(file: NonNullable<ExpectFile['tasks']>[string], route: Route, source: DocumentSource): TaskExpectation {
  if (typeof file === 'string') return { state: file, outputs: {} };
  const { state, attempts, reason, outputs } = file;
  return {
    ...(state === undefined ? {} : { state }),
    ...(attempts === undefined ? {} : { attempts }),
    ...(reason === undefined ? {} : { reason }),
    outputs: texts(outputs, [...route, 'outputs'], source),
  };
}

function toSpan(file: NonNullable<ExpectFile['duration']>): ExpectedSpan {
  const [least, most] = typeof file === 'string' ? [file, file] : [file['at-least'], file['at-most']];
  const atLeastMs = least === undefined ? undefined : parseDuration(least);
  const atMostMs = most === undefined ? undefined : parseDuration(most);
  return { ...(atLeastMs === undefined ? {} : { atLeastMs }), ...(atMostMs === undefined ? {} : { atMostMs }) };
}

/** Numbers and such as they are written, lists and mappings as JSON, nothing as an empty text: what a task could have written. */
function texts(values: Readonly<Record<string, unknown>> | undefined, route: Route, source: DocumentSource) {
  return mapValues(values, (value, name) => {
    if (typeof value === 'string') return value;
    if (value === null || value === undefined) return '';
    return typeof value === 'object' ? JSON.stringify(value) : (source.written([...route, name]) ?? String(value));
  });
}

function mapValues<Value, Result>(
  values: Readonly<Record<string, Value>> | undefined,
  change: (value: Value, name: string) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(values ?? {}).map(([name, value]) => [name, change(value, name)]));
}
