import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openWorkspace } from '../../src/workspace/open-workspace.ts';
import { placeWith } from '../support/cli-place.ts';
import { plainEnvironment } from '../support/scratch-repository.ts';
import { clockAt } from '../support/set-clock.ts';

const clock = clockAt('2026-03-02T09:00:30Z');

async function nameOf(root: string): Promise<string> {
  const options = { cwd: root, environment: 'local', clock, variables: plainEnvironment, pid: 1 };
  const workspace = await openWorkspace(options);
  await workspace.close();
  return workspace.machine.place;
}

test('a clone whose name was lost with the power gets a new one, and keeps that', async () => {
  const { root } = placeWith({ etl: 'tasks: { load: { run: echo x } }\n' }, { clock });
  mkdirSync(join(root, '.git/segue'), { recursive: true });
  const file = join(root, '.git/segue/clone-id');
  writeFileSync(file, '');
  const made = await nameOf(root);
  expect(readFileSync(file, 'utf8')).toMatch(/^[a-z0-9]{8}\n$/);
  expect(made).toContain(readFileSync(file, 'utf8').trim());
  expect(await nameOf(root)).toBe(made);
});
