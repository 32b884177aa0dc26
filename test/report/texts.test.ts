import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import { renderState, renderStateFindings } from '../../src/report/command/state-text.ts';
import { renderPlan } from '../../src/report/run/plan-text.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { displayWidth } from '../../src/report/text/ansi-width.ts';
import { renderPage } from '../../src/report/text/page-terminal.ts';
import { formatInstant, formatInterval } from '../../src/report/text/time-text.ts';
import { plan } from '../../src/run/plan.ts';

const style = createStyle(false);

function task(id: string, ...needs: string[]): Task {
  const retries = { limit: 0, delayMs: 0, backoff: 'constant', maxDelayMs: 0, jitter: 'none' } as const;
  const fixed = { run: 'true', shell: 'sh', env: {}, triggerRule: 'all_success', retries, timeoutMs: 1000 } as const;
  return { id, needs, ...fixed, continueOnError: false, workingDirectory: '.' };
}

describe('texts for the terminal', () => {
  it('show a plan with what is in, what is out and why', async () => {
    const tasks = [
      { ...task('alarm', 'load'), triggerRule: 'one_failed' } as const,
      {
        ...task('publish', 'load'),
        if: "needs.load.outputs.rows != '0'",
        foreach: 'fromJSON(needs.load.outputs.parts)',
      },
      { ...task('load', 'transform'), pool: 'warehouse' },
      task('transform', 'extract'),
      task('extract'),
    ];
    const planned = plan({
      run: 'r-00000000',
      pipeline: {
        id: 'etl',
        file: 'pipelines/etl.yml',
        tags: [],
        renamedFrom: [],
        on: { schedule: [], after: [] },
        catchup: 'none',
        maxActiveRuns: 1,
        params: {},
        secrets: [],
        lane: 'default',
        tasks,
      },
      environment: 'local',
      commit: 'c'.repeat(40),
      host: 'here',
      trigger: { kind: 'manual', by: 'Ana' },
      interval: { start: '2026-03-01T05:00:00.000Z', end: '2026-03-02T05:00:30.000Z' },
      generation: 0,
      params: { country: 'FR' },
      vars: {},
      selection: { from: ['load'] },
      reuse: { transform: { run: 'r-11111111', outputs: {} } },
      limits: { jobs: 4, pools: { warehouse: 3 }, failFast: false },
      expectedMs: { load: 41_000 },
      createdAt: '2026-03-02T05:00:00.000Z',
      digest: (text) => String(text.length),
    });
    await expect(`${renderPlan(planned, ['CRM_TOKEN'], { style, width: 100 }).join('\n')}\n`).toMatchFileSnapshot(
      'golden/plan.txt',
    );
  });

  it('show pages of documentation', async () => {
    const page = `# SG999: a-rule\n\nSome \`code with spaces\` and **strong words**, ${'long '.repeat(30)}\n\n- a point, ${'long '.repeat(20)}\n- [a link](https://example.org)\n\n\`\`\`yaml\ntasks: {} # **kept**\n\`\`\`\n`;
    const lines = renderPage(page, style, 60);
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/page.txt');
    expect(Math.max(...renderPage(page, createStyle(true), 60).map(displayWidth))).toBeLessThanOrEqual(60);
  });

  it('show what Segue remembers, and what is wrong with it', async () => {
    const known = { ref: 'refs/segue/local/etl-1', environment: 'local', pipeline: 'etl', runs: 3, active: ['r-1'] };
    const broken = { ref: 'refs/segue/local/x-2', runs: 0, active: [], problem: 'The document is damaged.' };
    const lines = [
      ...renderState([{ ...known, cursor: '2026-03-02T05:00:00.000Z' }, broken], style, 120),
      '',
      ...renderStateFindings(
        [{ severity: 'error', ref: known.ref, path: 'pipeline.json', message: 'is damaged' }],
        style,
      ),
      '',
      ...renderStateFindings([], style),
    ];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/state.txt');
  });

  it('tell times in UTC and leave what is no time alone', () => {
    expect(formatInstant('2026-03-02T05:00:07.250Z')).toBe('2026-03-02 05:00:07 UTC');
    expect(formatInstant('soon')).toBe('soon');
    const interval = { start: '2026-03-01T05:00:00.000Z', end: '2026-03-02T05:00:00.000Z' };
    expect(formatInterval(interval)).toBe('2026-03-01 05:00 to 2026-03-02 05:00 UTC');
  });
});
