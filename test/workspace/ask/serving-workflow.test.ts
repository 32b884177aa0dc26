import { expect, test } from 'vitest';
import { isPath } from '../../../src/workspace/ask/serving-workflow.ts';

test.each(['/srv/data.git', '../data', 'data.git', 'C:\\data', 'C:/data', 'file:///srv/data.git', 'FILE:///srv/x'])(
  'nothing but those who work on it serves %s',
  (address) => expect(isPath(address)).toBe(true),
);

test.each([
  'https://github.com/acme/data',
  'ssh://git@github.com/acme/data.git',
  'git@github.com:acme/data.git',
  'code:acme/data.git',
  'http://127.0.0.1:4000/acme/data.git',
])('somebody serves %s', (address) => expect(isPath(address)).toBe(false));
