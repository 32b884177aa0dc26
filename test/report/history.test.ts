import { describe, expect, it } from 'vitest';
import { renderHistory } from '../../src/report/command/history-text.ts';
import { renderPipelines } from '../../src/report/command/list-pipelines.ts';
import { renderPaused, renderUnpaused } from '../../src/report/command/pause-text.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { displayWidth } from '../../src/report/text/ansi-width.ts';
import type { AuditRecord } from '../../src/run/audit.ts';

const style = createStyle(false);
const paused = { by: 'Ana', at: '2026-03-02T05:00:07.000Z', reason: 'broken\n\u001b[31mupstream' } as const;
const etl = { pipeline: 'etl', environment: 'production' } as const;
const crm = { pipeline: 'ingest/crm', environment: 'production' } as const;

function record(day: number, changes: Partial<AuditRecord>): AuditRecord {
  return { at: `2026-03-0${day}T05:00:00.000Z`, action: 'other', commit: 'c'.repeat(40), ...changes };
}

describe('what is printed about pauses and the past', () => {
  it('tells what was paused, and what had been', async () => {
    const lines = [
      ...renderPaused(
        [
          { ...etl, outcome: 'paused', paused },
          { ...crm, outcome: 'already', paused },
        ],
        style,
      ),
      '',
      ...renderUnpaused(
        [
          { ...etl, outcome: 'unpaused', was: paused },
          { ...crm, outcome: 'not-paused' },
        ],
        style,
      ),
      '',
      ...renderPaused([{ ...crm, outcome: 'already', paused }], style),
      ...renderUnpaused([{ ...crm, outcome: 'not-paused' }], style),
    ];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/pause.txt');
  });

  it('lists changes with all that is known of them, safe to print', async () => {
    const interval = { start: '2026-03-01T05:00:00.000Z', end: '2026-03-02T05:00:00.000Z' };
    const records = [
      record(4, { action: 'unpause', by: 'Ana <ana@example.org>' }),
      record(3, { action: 'mark', by: 'Bo', run: 'r-1a2b3c4d', interval, detail: 'load success', reason: 'a\nb' }),
      record(2, { action: 'end', by: 'ci', run: 'r-1a2b3c4d', interval, detail: 'failed' }),
      record(2, { action: 'serve', by: 'ci', run: 'r-1a2b3c4d', interval }),
      record(1, { by: 'Eve\u202e\u001b]0;x\u0007', detail: 'mend \u001b[2J' }),
      record(1, {}),
    ];
    const lines = renderHistory(records, { style, width: 160, ...etl });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/history.txt');
    const narrow = renderHistory(records, { style, width: 60, ...etl });
    expect(Math.max(...narrow.map(displayWidth))).toBeLessThanOrEqual(60);
    expect(renderHistory([], { style, width: 60, ...etl })).toEqual([
      'Nothing was done to etl in production yet. --env names another environment.',
    ]);
  });

  it('shows in the list of pipelines which are paused, and needs no room if none is', () => {
    const listed = { id: 'etl', file: 'pipelines/etl.yml', schedule: [], after: [], tasks: 2, errors: 0 } as const;
    const [header, row] = renderPipelines([{ ...listed, paused }], style, 120);
    expect(header).toMatch(/tasks +paused/);
    expect(row).toMatch(/2 +by Ana since 2026-03-02 05:00:07 UTC: broken upstream$/);
    expect(renderPipelines([listed], style, 120)[0]).not.toContain('paused');
  });
});
