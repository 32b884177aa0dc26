import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { RunDocument } from '../../src/run/document.ts';
import { type Place, placeWith, type SharedRemote, sharedRemoteOf, statesOf } from '../support/cli-place.ts';

/** A task writes down what the remote knew of the run when it began. */
const looks =
  'git --git-dir="$ORIGIN" archive "$(git --git-dir="$ORIGIN" for-each-ref --format="%(refname)" refs/segue/staging)" runs | tar -xO';
const pipeline = `description: d
owner: o
defaults: { artifacts: none }
tasks:
  extract: { run: 'touch "$ORIGIN/asked"; echo "rows=3" >> "$SEGUE_OUTPUT"' }
  transform: { needs: extract, run: '${looks} > transform.seen' }
`;

function stage(durability: string): { remote: SharedRemote; place: Place } {
  const first = placeWith({ etl: pipeline });
  first.write('.github/segue.yml', `environments: { staging: {} }\ndurability: ${durability}\n`);
  first.write('.gitignore', '*.seen\n');
  first.commit();
  const remote = sharedRemoteOf(first);
  return { remote, place: remote.clone({ variables: { ORIGIN: remote.bare.root } }) };
}

function seenBy(place: Place, task: string): RunDocument {
  return JSON.parse(readFileSync(join(place.root, `${task}.seen`), 'utf8')) as RunDocument;
}

test('with durability strict the remote knows of a success before anything builds on it, however slow it is', async () => {
  const { remote, place } = stage('strict');
  remote.bare.write('hooks/update', '#!/bin/sh\ntest ! -e asked || sleep 0.3\n', 0o755);
  expect(await place.segue('run', 'etl', '--env', 'staging')).toMatchObject({ code: 0 });
  expect(statesOf(seenBy(place, 'transform')).extract).toBe('success');
  expect(seenBy(place, 'transform').tasks.extract?.outputs).toEqual({ rows: '3' });
});

test('grouped, it learns of it later: that test would see the difference', async () => {
  const { place } = stage('grouped');
  expect(await place.segue('run', 'etl', '--env', 'staging')).toMatchObject({ code: 0 });
  expect(statesOf(seenBy(place, 'transform')).extract).not.toBe('success');
});

test('if the remote refuses, nothing that builds on it starts; once it takes it again a resume goes on', async () => {
  const { remote, place } = stage('strict');
  remote.bare.write('hooks/update', '#!/bin/sh\ntest ! -e asked\n', 0o755);
  const segue = place.start('run', 'etl', '--env', 'staging');
  const events = await segue.told((event) => event.event === 'notice' && event.message.includes('durability: strict'));
  expect(events.filter(({ event }) => event === 'task-started')).toMatchObject([{ task: 'extract' }]);
  segue.kill('SIGINT');
  const { code, stderr } = await segue.ended;
  expect([code, stderr]).toEqual([130, expect.stringContaining('SG608')]);
  expect(existsSync(join(place.root, 'transform.seen'))).toBe(false);
  const stopped = await place.json<RunDocument>('status', '--env', 'staging');
  expect(statesOf(stopped)).toEqual({ extract: 'success', transform: 'cancelled' });
  rmSync(join(remote.bare.root, 'asked'));
  expect(await place.segue('resume', '--env', 'staging')).toMatchObject({ code: 0, stderr: '' });
  expect(statesOf(seenBy(place, 'transform')).extract).toBe('success');
});
