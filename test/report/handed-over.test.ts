import { expect, test } from 'vitest';
import { checkPage } from '../../src/report/check/check-page.ts';
import type { CheckView } from '../../src/report/check/check-view.ts';
import { summaryPage } from '../../src/report/check/summary-page.ts';
import { renderRunEnd } from '../../src/report/run/run-end.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { asideText, isTrouble } from '../../src/workspace/tick/event-text.ts';
import { pageViews } from './page-runs.ts';

const view = pageViews['handed-over'] as CheckView;
const { run } = view;

test('its check goes on: it has no end yet', () => {
  const { status, conclusion, completedAt, title } = checkPage(view);
  expect([status, conclusion, completedAt]).toEqual(['in_progress', undefined, undefined]);
  expect(title).toBe('Handed over to the next job: 1 of 4 tasks done');
});

test('the log says what is left to whom, and no command that would get in the way', () => {
  const lines = renderRunEnd(run, { style: createStyle(false), width: 140 });
  expect(lines[0]).toMatch(/^■ finance\/daily-close handed over after 10 min +run r-8k2m4p6t$/);
  expect(lines).toContain('  Stopped      by segue: the job has reached max-runtime');
  expect(lines).toContain('  Still to do  fx-rates, transform, load (in the next job)');
  expect(lines.join('\n')).not.toContain('resume');
});

test('the summary counts it neither as failed nor as cancelled', () => {
  const page = summaryPage({ environment: 'production', runs: [view], waits: [], notes: [], findings: [] });
  expect(page).toContain('1 handed over to the next job');
  expect(page).not.toMatch(/cancelled|failed/);
});

test('it troubles nobody, and who goes on does not speak of a death', () => {
  expect(isTrouble({ event: 'ended', pipeline: run.pipeline, document: run })).toBe(false);
  const going = { event: 'taking-over', kind: 'take-over', pipeline: 'daily', run: run.run, takeovers: 0 } as const;
  expect(asideText({ ...going, interrupted: true })).toBe(`daily goes on with ${run.run}`);
  expect(asideText(going)).toContain('whose runner died');
});
