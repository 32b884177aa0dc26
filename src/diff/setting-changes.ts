import type { Pipeline, Task } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { isSame } from './same.ts';
import type { NamedSettings, SettingChange } from './setting-change.ts';
import type { Side } from './side.ts';
import { sides } from './value-edit.ts';

type Compare = (before: Side, after: Side) => readonly SettingChange[];

/** Every key of the settings, and how it is compared: a new key does not compile before it stands here. */
const comparers: Readonly<Record<keyof Settings, Compare>> = {
  pipelines: whole('pipelines'),
  defaults: whole('defaults'),
  pools: named('pools', (name, { tasks }) => tasks.some(({ pool }) => pool === name)),
  lanes: named('lanes', (name, { lane }) => lane === name),
  environments: named('environments', () => false),
  durability: whole('durability'),
  leaseMs: whole('leaseMs'),
  maxParallelRuns: whole('maxParallelRuns'),
  wake: whole('wake'),
  maxRuntimeMs: whole('maxRuntimeMs'),
  artifacts: whole('artifacts'),
  alerts: whole('alerts'),
  policy: whole('policy'),
  action: whole('action'),
  commands: whole('commands'),
};

/** Keys of the normalised settings that something compares. */
export const comparedSettingKeys = Object.keys(comparers);

/** What was done to the settings that all pipelines share. */
export function settingChanges(before: Side, after: Side): readonly SettingChange[] {
  return Object.values(comparers).flatMap((compare) => compare(before, after));
}

function whole(key: Exclude<keyof Settings, NamedSettings>): Compare {
  return ({ settings: before }, { settings: after }) =>
    isSame(before[key], after[key]) ? [] : [{ kind: 'setting', key, ...shown(key, before[key], after[key]) }];
}

/** Environments of tasks are told by each task, without what may be a secret; the policy is too much for a line. */
function shown(key: keyof Settings, before: unknown, after: unknown) {
  return key === 'defaults' || key === 'policy' ? {} : sides(before, after);
}

function named(key: NamedSettings, uses: (name: string, pipeline: Pipeline) => boolean): Compare {
  return (before, after) => {
    const [old, now] = [recordOf(before.settings[key]), recordOf(after.settings[key])];
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return names.flatMap((name): readonly SettingChange[] => {
      const [was, is] = [partsOf(old, name), partsOf(now, name)];
      if (isSame(was, is)) return [];
      const what = was === undefined ? 'added' : is === undefined ? 'removed' : 'changed';
      const parts = differingParts(was ?? {}, is ?? {});
      const { pipelines } = is === undefined ? before : after;
      const reached = pipelines.filter(
        (pipeline) => uses(name, pipeline) || (key === 'environments' && parts.some((part) => sees(pipeline, part))),
      );
      return [{ kind: 'named-setting', key, name, what, parts, reaches: reached.map(({ id }) => id).sort() }];
    });
  };
}

type Parts = Readonly<Record<string, unknown>>;

function recordOf(value: object): Readonly<Record<string, object>> {
  return value as Readonly<Record<string, object>>;
}

/** Of an environment, its variables: it has nothing else. */
function partsOf(record: Readonly<Record<string, object>>, name: string): Parts | undefined {
  if (!Object.hasOwn(record, name)) return undefined;
  const value = record[name] as Parts;
  return 'vars' in value ? (value.vars as Parts) : value;
}

function differingParts(before: Parts, after: Parts): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => !isSame(before[key], after[key])).sort();
}

function sees({ tasks }: Pipeline, variable: string): boolean {
  return tasks.some((task) => seesVariable(task, variable));
}

/** Whether an expression of a task names a variable of its environment. A guess from text alone. */
export function seesVariable(task: Task, variable: string): boolean {
  const texts = [task.if ?? '', task.foreach ?? '', task.workingDirectory, task.run, ...Object.values(task.env)];
  return texts.some((text) => new RegExp(`\\bvars\\.${variable.replaceAll(/\W/g, '\\$&')}\\b`).test(text));
}
