import { expect, test } from 'vitest';
import type { Case } from '../../bench/cases.ts';
import type { Command } from '../../bench/measure.ts';
import { measureRows } from '../../bench/rows.ts';

const environment = { PATH: process.env.PATH ?? '' };

test('another tool that fails is named, and the rest is measured', () => {
  const { rows, failed } = measureRows([example('bad', 'exit 3'), example('good', 'exit 0')], 2);
  expect(failed).toEqual(['bad']);
  expect(rows.map(({ name }) => name)).toEqual(['good']);
  expect(rows[0]?.ratio?.median).toBeGreaterThan(0);
});

test('what has a goal may not fail', () => {
  expect(() => measureRows([{ ...example('bad', 'exit 3'), goals: { ratio: 2 } }], 2)).toThrow('exited with 3');
});

function example(name: string, script: string): Case {
  return { name, subject: shell(script), baseline: shell('exit 0'), goals: {}, share: 1 };
}

function shell(script: string): Command {
  return { argv: ['sh', '-c', script], cwd: '/', environment };
}
