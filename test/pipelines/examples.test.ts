import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import { validateFiles } from '../../src/validate/validate.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const below = readdirSync(join(root, 'pipelines'), { recursive: true, encoding: 'utf8' });
const scripts = below.filter((path) => path.endsWith('.mjs')).map((path) => `pipelines/${path}`);
const files = below.filter((path) => path.endsWith('.yml')).map((path) => `pipelines/${path}`);

const settings = loadSettings('.github/segue.yml', read('.github/segue.yml'));
const validation = validateFiles(
  files.map((file) => ({ file, content: read(file) })),
  settings,
);
const pipelines = [...validation.pipelines.values()].map(({ pipeline }) => pipeline);

describe('the example pipelines', () => {
  it('are three, and there is nothing to say about them', () => {
    expect(pipelines.map(({ id }) => id).sort()).toEqual(['etl', 'flights', 'weather']);
    expect(validation.diagnostics).toEqual([]);
  });

  it.each(pipelines.flatMap((pipeline) => pipeline.tasks.map((task) => [pipeline.id, task.id, task] as const)))(
    '%s: %s names its script, its shell and its artifacts',
    (pipeline, _, task) => {
      expect(scripts).toContain(/^node (\S+)$/.exec(task.run)?.[1]);
      expect(task.shell).toBe('sh');
      expect(task.artifacts).toBeDefined();
      for (const path of task.artifacts === 'none' ? [] : (task.artifacts ?? [])) {
        expect(path.startsWith(`out/${pipeline}/`)).toBe(true);
      }
    },
  );

  it('write each file from one task only, but for the two sides of a branch', () => {
    const owners = pipelines.flatMap(({ tasks }) => tasks.flatMap(({ artifacts = [] }) => artifacts));
    const twice = owners.filter((path, index) => path !== 'none' && owners.indexOf(path) !== index);
    expect(twice.filter((path) => path.length > 1)).toEqual(['out/flights/finding.md']);
  });

  it('have a section in the documentation', () => {
    const text = read('docs/examples.md');
    for (const { id, runbook } of pipelines) {
      expect(text).toContain(`\n## ${id}\n`);
      if (id !== 'etl') expect(runbook).toBe(`docs/examples.md#${id}`);
    }
  });

  it.each(scripts)('%s is short enough to be read and copied', (script) => {
    expect(read(script).split('\n').length).toBeLessThanOrEqual(80);
  });
});
