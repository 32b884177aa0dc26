import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPullEvent } from '../../src/action/pull-event.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const [head, base] = ['a'.repeat(40), 'b'.repeat(40)];

function read(event: string, payload: unknown) {
  const path = join(scratchFolder(), 'event.json');
  writeFileSync(path, typeof payload === 'string' ? payload : JSON.stringify(payload));
  return readPullEvent({ GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path });
}

test.each([
  ['pull_request', false],
  ['pull_request_review', false],
  ['pull_request_target', true],
])('%s is about a pull request', (event, isOfBase) => {
  expect(read(event, { pull_request: { number: 7 } })).toEqual({ kind: 'pull', number: 7, isOfBase });
});

test('a merge queue names its group', () => {
  const group = { head_sha: head, base_sha: base, base_ref: 'refs/heads/release/1' };
  expect(read('merge_group', { merge_group: group })).toEqual({ kind: 'merge-group', head, base, branch: 'release/1' });
});

test.each<[string, unknown]>([
  ['push', { pull_request: { number: 7 } }],
  ['pull_request', {}],
  ['pull_request', { pull_request: { number: '7; rm -rf' } }],
  ['pull_request', 'no JSON'],
  ['merge_group', { merge_group: { head_sha: '--upload-pack=x', base_sha: base, base_ref: 'main' } }],
])('of anything else nothing is read: %s %j', (event, payload) => {
  expect(read(event, payload)).toBeUndefined();
});

test('a runner that names no file is one without such an event', () => {
  expect(readPullEvent({ GITHUB_EVENT_NAME: 'pull_request' })).toBeUndefined();
  expect(readPullEvent({})).toBeUndefined();
});
