import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundled } from '../../scripts/bundle.ts';
import { root } from '../architecture/source-files.ts';

const lines = readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n');
const allowed = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

test('what the image copies is in the repository, or is built, and Docker may see it', () => {
  const copied = lines.filter((line) => line.startsWith('COPY ')).flatMap((line) => line.split(' ').slice(1, -1));
  const built = bundled.map((door) => `dist/${door}`);
  expect(copied.length).toBeGreaterThan(0);
  expect(copied.filter((path) => !built.includes(path) && !existsSync(join(root, path)))).toEqual([]);
  expect([...allowed].sort()).toEqual([...copied].sort());
});

test('it starts what is bundled, as nobody in particular', () => {
  const [command = '[]'] = lines.filter((line) => line.startsWith('CMD ')).map((line) => line.slice(4));
  expect(JSON.parse(command)).toEqual(['node', 'dist/bot/index.js']);
  expect(lines.find((line) => line.startsWith('USER '))).toMatch(/^USER [1-9]\d*:[1-9]\d*$/);
  const health = lines.find((line) => line.startsWith('HEALTHCHECK ')) ?? '';
  expect(JSON.parse(health.slice(health.indexOf('[')))).toEqual(['node', '-e', expect.stringContaining('/healthz')]);
});

test('its Node.js is one that the package is for', () => {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, image] = /^FROM node:(\d+)-slim$/m.exec(lines.join('\n')) ?? [];
  expect(Number(image)).toBeGreaterThanOrEqual(Number(/\d+/.exec(engines.node)?.[0]));
});
