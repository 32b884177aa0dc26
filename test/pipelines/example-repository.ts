import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scratchRepository } from '../support/scratch-repository.ts';

const source = fileURLToPath(new URL('../..', import.meta.url));

/** A repository of its own with the example pipelines as they stand in this one; it is gone after the test. */
export interface ExampleRepository {
  /** Runs Segue from its sources; tasks find the same Node on their path. */
  segue(...words: readonly string[]): { readonly status: number | null; readonly output: string };
  /** States of the newest run's tasks, without those of single instances. */
  states(): Readonly<Record<string, string>>;
  read(path: string): string;
  /** Replaces a text of a file and commits. */
  edit(path: string, from: string, to: string): void;
}

export function exampleRepository(): ExampleRepository {
  const { root, write, commit } = scratchRepository();
  for (const path of ['pipelines', '.github/segue.yml']) {
    cpSync(join(source, path), join(root, path), { recursive: true });
  }
  // The installed packages are a link here, which a pattern that ends in a slash does not match.
  write('.gitignore', 'node_modules\nout/\n');
  symlinkSync(join(source, 'node_modules'), join(root, 'node_modules'));
  commit();
  const segue: ExampleRepository['segue'] = (...words) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(source, 'src/cli/index.ts'), ...words], {
      cwd: root,
      env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`, NO_COLOR: '1' },
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  };
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  return {
    segue,
    states: () => statesOf(segue('status', '--json').output),
    read,
    edit: (path, from, to) => {
      if (!read(path).includes(from)) throw new Error(`${path} does not hold ${from}`);
      write(path, read(path).replace(from, to));
      commit();
    },
  };
}

function statesOf(json: string): Readonly<Record<string, string>> {
  const { tasks }: { tasks: Record<string, { state: string }> } = JSON.parse(json);
  const whole = Object.entries(tasks).filter(([id]) => !id.includes('['));
  return Object.fromEntries(whole.map(([id, { state }]) => [id, state]));
}
