import { expect, test } from 'vitest';
import type { ForecastRun } from '../../src/report/forecast/forecast.ts';
import { forecastGantt } from '../../src/report/forecast/forecast-gantt.ts';

const window = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' };
const at = (time: string) => `2026-03-02T${time}:00.000Z`;

function run(pipeline: string, more: Partial<ForecastRun> = {}): ForecastRun {
  return {
    pipeline,
    due: at('05:00'),
    startedAt: at('05:10'),
    finishedAt: at('06:00'),
    state: 'success',
    tasks: [],
    ...more,
  };
}

function bars(svg: string): readonly string[] {
  return [...svg.matchAll(/<rect class="(\w+)" x="([\d.]+)" [^>]*width="([\d.]+)"[^>]*><title>([^<]*)<\/title>/g)].map(
    ([, look, x, width, title]) => `${look} ${x}+${width} ${title}`,
  );
}

test('a lane for each pipeline: the wait since it was due, then the run, on one scale', () => {
  const missed = { at: at('06:30'), missed: true };
  const svg = forecastGantt(
    [
      run('b', { finishedAt: at('07:00'), deadline: missed }),
      run('a'),
      run('c', { due: at('05:10'), state: 'failed' }),
    ],
    window,
  );
  expect(bars(svg)).toEqual([
    'wait 210+80 due 2026-03-02T05:00',
    'good 290+400 2026-03-02T05:00: 05:10 to 06:00, success',
    'wait 210+80 due 2026-03-02T05:00',
    'late 290+880 2026-03-02T05:00: 05:10 to 07:00, success, deadline missed',
    'bad 290+400 2026-03-02T05:10: 05:10 to 06:00, failed',
  ]);
  expect([...svg.matchAll(/<text class="text"[^>]*>([^<]+)</g)].map(([, name]) => name)).toEqual(['a', 'b', 'c']);
});

test('one pipeline is shown with its tasks', () => {
  const bar = (task: string, startedAt: string, finishedAt: string, hasFailed = false) => ({
    task,
    startedAt,
    finishedAt,
    hasFailed,
  });
  const tasks = [bar('load', at('05:10'), at('05:20'), true), bar('load', at('05:30'), at('06:00'))];
  const svg = forecastGantt([run('a', { due: at('05:10'), tasks })], window);
  expect(bars(svg).slice(1)).toEqual(['bad 210+192 05:10 to 05:20, failed', 'good 594+576 05:30 to 06:00']);
});

test('names of others stay text, and the same runs give the same bytes', () => {
  const runs = [run('<script>alert(1)</script> & "x"'), run('b')];
  const svg = forecastGantt(runs, window);
  expect(svg).not.toMatch(/<script|alert\(1\)<|& "/);
  expect(svg.match(/&(?!(?:#\d+|#x[\da-f]+|amp|lt|gt|quot);)/gi)).toBeNull();
  expect(svg).toBe(forecastGantt(runs, window));
});

test('no run, and more lanes than there is room for', () => {
  expect(forecastGantt([], window)).toContain('</svg>');
  const many = Array.from({ length: 70 }, (_, index) => run(`p${index}`));
  expect(forecastGantt(many, window)).toContain('and 10 more');
});

test('a backfill has a lane of its own beside the runs of its pipeline', () => {
  const svg = forecastGantt([run('a'), run('a', { backfill: 'january', due: at('05:10') })], window);
  expect([...svg.matchAll(/<text class="text"[^>]*>([^<]*)</g)].map(([, name]) => name)).toEqual([
    'a',
    'backfill january',
  ]);
  expect(svg).toContain('>from 2026-03-02, UTC<');
});
