import { describe, expect, it } from 'vitest';
import { PlainProgress } from '../../src/report/progress/progress-plain.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { begins, fails, finished, prints, retries, run, started, succeeds, waitedInVain } from './progress-events.ts';
import { at } from './run-documents.ts';

function render(events: readonly ProgressEvent[], output: 'shown' | 'hidden' = 'shown', color = false): string {
  const progress = new PlainProgress({ style: createStyle(color), output });
  return `${events.flatMap((event) => progress.lines(event)).join('\n')}\n`;
}

const chain = started([
  ['extract', []],
  ['load', ['extract']],
  ['publish', ['load']],
]);

describe('progress as plain lines', () => {
  it('tells each change once', async () => {
    const events: readonly ProgressEvent[] = [
      { ...chain, interval: { start: at(-86_400), end: at(0) } },
      { event: 'notice', at: at(0), run, message: 'the working tree differs from HEAD' },
      begins('extract', 0),
      prints('extract', '42 rows'),
      succeeds('extract', 0, 3),
      begins('load', 3, 1, 2),
      retries('load', 4, 14, 1, 2),
      begins('load', 14, 2, 2),
      { event: 'stopping', at: at(15), run, how: 'term' },
      fails('load', 14, 16, 2, 2),
      waitedInVain('publish', 16, 'load'),
      finished(16, 'failed'),
    ];
    await expect(render(events)).toMatchFileSnapshot('golden/progress-plain.txt');
  });

  it('tells of 400 tasks that wait for the same failure in one line', () => {
    const waiting = Array.from({ length: 400 }, (_, index) => waitedInVain(`child-${index}`, 2, 'root'));
    const lines = render([fails('root', 0, 2), ...waiting, finished(2, 'failed')])
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('and 397 more not run: upstream root failed');
  });

  it('keeps reasons apart', () => {
    const events = [waitedInVain('c', 2, 'a'), waitedInVain('d', 2, 'b'), finished(2, 'failed')];
    expect(render(events)).toBe('⊘ c not run: upstream a failed\n⊘ d not run: upstream b failed\n');
  });

  it('does not let a task draw on the terminal', () => {
    const evil = prints('extract', '\u001b[2J\u001b]0;title\u0007a\rb\u001b[31mred\u001b[0m\u202etxt');
    expect(render([chain, evil])).toContain('extract | abredtxt\n');
    expect(render([chain, evil], 'shown', true)).toContain('ab\u001b[31mred\u001b[0mtxt');
  });

  it('hides output where it is not wanted', () => {
    expect(render([prints('extract', 'secret life')], 'hidden')).not.toContain('secret life');
  });
});
