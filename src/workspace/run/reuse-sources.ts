import type { Task } from '../../model/pipeline.ts';
import { joinOutputs } from '../../run/contexts.ts';
import type { ArtifactFile, RunDocument, TaskRecord } from '../../run/document.ts';
import type { Workspace } from '../workspace.ts';

/** What a task handed on in an earlier run. */
export interface ReuseSource {
  readonly run: string;
  /** 0 for the newest run that was looked at. */
  readonly age: number;
  readonly endedAt: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly artifacts?: readonly ArtifactFile[] | 'none';
}

/** By task: its success in the given run, or its newest one. Looks through the runs from the newest on, no further than it must. */
export async function findSources(
  { state, environment }: Workspace,
  pipeline: string,
  tasks: readonly Task[],
  using: RunDocument | undefined,
): Promise<ReadonlyMap<string, ReuseSource>> {
  const found = new Map<string, ReuseSource>();
  const look = (document: RunDocument, age: number) => {
    for (const { id } of tasks) {
      const source = found.has(id) ? undefined : sourceIn(document, id, age);
      if (source !== undefined) found.set(id, source);
    }
  };
  if (using !== undefined) look(using, 0);
  else if (tasks.length > 0) {
    for (const [age, { run }] of (await (await state.view(environment, pipeline)).runs()).entries()) {
      if (found.size === tasks.length) break;
      const document = await state.run(environment, pipeline, run);
      if (document !== undefined) look(document, age);
    }
  }
  return found;
}

/** Two sides of a branch may come from different runs, and both have made the same file: the one from the newer run counts. */
export function withoutOlderCopies(sources: ReadonlyMap<string, ReuseSource>): {
  readonly sources: ReadonlyMap<string, ReuseSource>;
  readonly notices: readonly string[];
} {
  const newest = new Map<string, ReuseSource>();
  for (const source of sources.values()) {
    for (const { path } of filesOf(source)) {
      if ((newest.get(path)?.age ?? Number.POSITIVE_INFINITY) > source.age) newest.set(path, source);
    }
  }
  const notices: string[] = [];
  const kept = [...sources].map(([id, source]) => {
    const older = filesOf(source).filter(({ path }) => newest.get(path)?.run !== source.run);
    if (older.length === 0) return [id, source] as const;
    for (const { path } of older)
      notices.push(`${path} is taken from ${newest.get(path)?.run}, not from ${id} in ${source.run}, which is older.`);
    return [id, { ...source, artifacts: filesOf(source).filter((file) => !older.includes(file)) }] as const;
  });
  return { sources: new Map(kept), notices };
}

function sourceIn(document: RunDocument, id: string, age: number): ReuseSource | undefined {
  const record = document.tasks[id];
  if (record?.state !== 'success') return undefined;
  const parts = record.instances === undefined ? [record] : instancesOf(document, id, record.instances);
  const ends = parts.flatMap(({ attempts }) => attempts.at(-1)?.finishedAt ?? []).sort();
  const artifacts = joinArtifacts(parts);
  return {
    run: document.run,
    age,
    endedAt: ends.at(-1) ?? document.createdAt,
    outputs: record.instances === undefined ? (record.outputs ?? {}) : joinOutputs(parts),
    ...(artifacts === undefined ? {} : { artifacts }),
  };
}

function instancesOf({ tasks }: RunDocument, id: string, count: number): readonly TaskRecord[] {
  return Array.from({ length: count }, (_, position) => tasks[`${id}[${position}]`]).filter(
    (record) => record !== undefined,
  );
}

/** Of a path that several instances handed on, the last one's. Undefined if one of them does not say what it handed on. */
function joinArtifacts(parts: readonly TaskRecord[]): ReuseSource['artifacts'] {
  const files = new Map<string, ArtifactFile>();
  for (const { artifacts } of parts) {
    if (artifacts === undefined) return undefined;
    if (artifacts !== 'none') for (const file of artifacts) files.set(file.path, file);
  }
  return files.size === 0 ? 'none' : [...files.values()];
}

function filesOf({ artifacts }: ReuseSource): readonly ArtifactFile[] {
  return artifacts === undefined || artifacts === 'none' ? [] : artifacts;
}
