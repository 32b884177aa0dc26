import { expect, test } from 'vitest';
import { Metrics } from '../../src/bot/metrics.ts';
import { formatProblems } from './prometheus-format.ts';

test('what is counted is read by Prometheus', async () => {
  const metrics = new Metrics(() => ({ waiting: 3, running: 2 }));
  metrics.webhook('pull_request', 'queued');
  metrics.webhook('pull_request', 'repeated');
  metrics.webhook('an"event\nof a stranger', 'rejected');
  metrics.job('review', 'done', 1_500);
  metrics.reviewed(2_500);
  metrics.limit(120, { resource: 'core', left: 4_321 });
  metrics.found(2);
  metrics.looked(Date.parse('2026-11-21T12:00:00Z'), 4);
  const text = await metrics.text();
  expect(formatProblems(text)).toEqual([]);
  const own = text.split('\n').filter((line) => line.startsWith('segue') && !line.includes('_bucket'));
  expect(own).toEqual([
    'segue_webhooks_total{event="pull_request",outcome="queued"} 1',
    'segue_webhooks_total{event="pull_request",outcome="repeated"} 1',
    'segue_webhooks_total{event="other",outcome="rejected"} 1',
    'segue_jobs_total{kind="review",outcome="done"} 1',
    'segue_job_seconds_sum{kind="review"} 1.5',
    'segue_job_seconds_count{kind="review"} 1',
    'segue_review_seconds_sum 2.5',
    'segue_review_seconds_count 1',
    'segue_github_requests_left{installation="120",resource="core"} 4321',
    'segue_last_look_timestamp_seconds 1795262400',
    'segue_reconciled_total 4',
    'segue_webhooks_found_total 2',
    'segue_jobs_waiting 3',
    'segue_jobs_running 2',
  ]);
});

test.each([
  ['a{b="c"} 1\n', ['it has no type: a{b="c"} 1']],
  ['# TYPE a counter\na{b=c} 1\n', ['it is no sample: a{b=c} 1']],
  ['# TYPE a counter\na 1\na 2\n', ['it comes twice: a']],
  ['# TYPE a counter\n# TYPE a gauge\na 1', ['the last line does not end', 'two types: # TYPE a gauge']],
])('the check itself: %j', (text, problems) => {
  expect(formatProblems(text)).toEqual(problems);
});
