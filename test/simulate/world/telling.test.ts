import { expect, test } from 'vitest';
import { defaultAlerts } from '../../../src/model/alerts.ts';
import { taskOf } from '../../support/builders.ts';
import { type Asked, clock, fires, follows, minuteMs, play } from './played-world.ts';

const routes = [{ webhook: 'SLACK', format: 'slack' } as const];
const settings = { alerts: { ...defaultAlerts, routes } };

function told(asked: Asked): readonly string[] {
  return play({ settings, ...asked }).events.flatMap((event) => {
    if (event.kind === 'incident') return [`${clock(event.at)} issue ${event.incident.kind}`];
    if (event.kind !== 'alerted') return [];
    return event.message.items.map(
      ({ kind, title }) => `${clock(event.at)} ${event.message.to.webhook} ${kind} ${title}`,
    );
  });
}

test('what fails for good is told when it fails, once, and again when it comes back after a success', () => {
  const fail = [{ task: 'only' }];
  expect(told({ pipelines: [fires('daily', '0 5 * * *')], days: 3, whatIf: { fail } })).toEqual([
    '1d 05:10 issue failure',
    '1d 05:10 SLACK opened daily: only fails: exit 1, without a word',
  ]);
});

test('a deadline is told when somebody is awake to see it; what comes after has one of its own', () => {
  const slow = [taskOf('only', { timeoutMs: 9e6 })];
  const late = fires('daily', '0 5 * * *', { deadline: { afterMs: 30 * minuteMs } }, slow);
  const waiting = follows('next', ['daily'], { deadline: { afterMs: 5 * minuteMs } });
  const asked = {
    pipelines: [late, waiting],
    whatIf: { slow: [{ pipeline: 'daily', task: 'only', ms: 50 * minuteMs }] },
  };
  expect(told(asked)).toEqual([
    '1d 05:31 issue deadline',
    '1d 05:31 SLACK opened daily is late',
    '1d 05:50 SLACK recovered daily is late',
    '1d 05:56 issue deadline',
    '1d 05:56 SLACK opened next is late',
    '1d 06:00 SLACK recovered next is late',
  ]);
});

test('what is quiet at night is told when the night is over and somebody is awake', () => {
  const quiet = { from: '22:00', to: '06:00', days: ['sun', 'mon'] as const, critical: 'wait' } as const;
  const asked = {
    pipelines: [fires('a', '0 5 * * *'), fires('b', '30 6 * * *')],
    whatIf: { fail: [{ pipeline: 'a', task: 'only' }] },
  };
  const alerts = { ...defaultAlerts, routes, quiet };
  expect(told({ ...asked, settings: { alerts, wake: { offPeak: false, extra: 0, leadMs: 0 } } })).toEqual([
    '1d 05:10 issue failure',
    '1d 06:30 SLACK opened a: only fails: exit 1, without a word',
  ]);
});
