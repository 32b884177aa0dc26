import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bareGraph, makefile, ninjaFile, pipelineFile, wireitPackage } from '../../bench/programs.ts';
import { airflowProgram, dagsterProgram, prefectProgram } from '../../bench/python-programs.ts';
import { validatedPipelines } from '../../bench/validated-pipelines.ts';
import { loadSettings } from '../../src/model/load.ts';
import { validateFile, validateFiles } from '../../src/validate/validate.ts';

const graph = [
  { id: 'a', needs: [] },
  { id: 'b', needs: [] },
  { id: 'c', needs: ['a', 'b'] },
];
const settings = loadSettings('.github/segue.yml', undefined);
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-programs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the pipeline is valid and is the graph', () => {
  const content = pipelineFile(graph);
  const { pipeline, diagnostics } = validateFile({ file: 'pipelines/bench.yml', content }, settings.settings);
  expect(diagnostics).toEqual([]);
  expect(pipeline?.tasks.map(({ id, needs, run }) => ({ id, needs, run }))).toEqual(
    graph.map((task) => ({ ...task, run: 'true' })),
  );
});

test('the bare program runs each task once, and fails if one cannot run', () => {
  const file = join(folder, 'graph.json');
  writeFileSync(file, bareGraph(graph));
  const bare = join(import.meta.dirname, '../../bench/bare.mjs');
  const shell = join(folder, 'sh');
  const order = join(folder, 'order');
  writeFileSync(shell, `#!/bin/sh\necho "$@" >> ${order}\n`, { mode: 0o755 });
  const run = (PATH: string) => spawnSync(process.execPath, [bare, file, '2'], { env: { PATH } });
  expect(run(`${folder}:${process.env.PATH}`).status).toBe(0);
  expect(spawnSync('cat', [order]).stdout.toString()).toBe('-c true\n'.repeat(3));
  expect(run('/nowhere').status).not.toBe(0);
});

test('the graph in the words of make, ninja and wireit', () => {
  expect(makefile(graph)).toBe(
    '.PHONY: all a b c\nall: a b c\na: \n\t@sh -c true\nb: \n\t@sh -c true\nc: a b\n\t@sh -c true\n',
  );
  expect(ninjaFile(graph)).toContain('build a: task\nbuild b: task\nbuild c: task a b\n');
  expect(JSON.parse(wireitPackage(graph))).toMatchObject({
    scripts: { all: 'wireit', c: 'wireit' },
    wireit: { all: { dependencies: ['a', 'b', 'c'] }, c: { command: 'true', dependencies: ['a', 'b'] } },
  });
});

test.each([
  ['dagster', dagsterProgram],
  ['airflow', airflowProgram],
  ['prefect', prefectProgram],
])('%s gets the graph as it is', (_, program) => {
  expect(program(graph, 2)).toContain('\ngraph = {"a":[],"b":[],"c":["a","b"]}\n');
});

test('the pipelines of the validation are valid, differ, and have about 4 KB', () => {
  const files = Object.entries(validatedPipelines(50)).map(([file, content]) => ({ file, content }));
  const { diagnostics, pipelines } = validateFiles(files, settings);
  expect(diagnostics).toEqual([]);
  expect(pipelines.size).toBe(50);
  expect([...pipelines.values()].every(({ pipeline }) => pipeline.tasks.length === 20)).toBe(true);
  expect(new Set(files.map(({ content }) => content)).size).toBe(50);
  const mean = files.reduce((sum, { content }) => sum + content.length, 0) / files.length;
  expect(Math.round(mean / 1_000)).toBe(4);
});
