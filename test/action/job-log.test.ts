import { expect, test } from 'vitest';
import { JobLog } from '../../src/action/job-log.ts';
import fc from '../support/seeded-fast-check.ts';
import { obeyed } from './runner-commands.ts';

function logged(use: (log: JobLog) => void): string {
  const written: string[] = [];
  use(new JobLog((text) => written.push(text), 'w0rd'));
  return written.join('');
}

test('text stands where nothing is obeyed, commands where they are', () => {
  const text = logged((log) => {
    log.lines(['::error::from a task', 'plain']);
    log.group('load, attempt 2: 100%\nnext', ['##[group]x']);
    log.annotate('error', 'a\nb', { title: 'a, b: c', file: 'sql/load.sql', line: 42 });
    log.mask('one\ntwo');
  });
  expect(text).toBe(
    [
      '::stop-commands::w0rd',
      '::error::from a task',
      'plain',
      '::w0rd::',
      '::group::load, attempt 2: 100%25%0Anext',
      '::stop-commands::w0rd',
      '##[group]x',
      '::w0rd::',
      '::endgroup::',
      '::error file=sql/load.sql,line=42,title=a%2C b%3A c::a%0Ab',
      '::add-mask::one',
      '::add-mask::two',
      '',
    ].join('\n'),
  );
});

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('::', '##[', ']', '\n', '\r', '%0A', 'error', 'add-mask', 'stop-commands', ' '),
    fc.string(),
  ),
});
const call = fc.oneof(
  fc.record({ kind: fc.constant('lines' as const), lines: fc.array(hostile, { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('group' as const), title: hostile, lines: fc.array(hostile, { maxLength: 3 }) }),
  fc.record({ kind: fc.constant('error' as const), message: hostile, title: hostile }),
);

test('whatever is printed, the runner obeys only what was meant', () => {
  fc.assert(
    fc.property(fc.array(call, { maxLength: 8 }), (calls) => {
      const text = logged((log) => {
        for (const each of calls) {
          if (each.kind === 'lines') log.lines(each.lines);
          else if (each.kind === 'group') log.group(each.title, each.lines);
          else log.annotate('error', each.message, { title: each.title });
        }
      });
      const meant = calls.flatMap((each) => {
        if (each.kind === 'lines') return [];
        return each.kind === 'group' ? ['group', 'endgroup'] : ['error'];
      });
      expect(obeyed(text)).toEqual(meant);
    }),
    { numRuns: 2_000 },
  );
});
