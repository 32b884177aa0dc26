import { describe, expect, it } from 'vitest';
import { wantsColor } from '../../src/cli/color.ts';

describe('colours', () => {
  it.each([
    ['on a terminal', {}, true, undefined, true],
    ['not in a pipe', {}, false, undefined, false],
    ['not with NO_COLOR', { NO_COLOR: '1' }, true, undefined, false],
    ['with an empty NO_COLOR, as its specification says', { NO_COLOR: '' }, true, undefined, true],
    ['not in a dumb terminal', { TERM: 'dumb' }, true, undefined, false],
    ['in a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, false, undefined, true],
    ['with FORCE_COLOR rather than NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, undefined, true],
    ['not with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, undefined, false],
    ['not with --no-color, whatever the environment says', { FORCE_COLOR: '1' }, true, false, false],
    ['with --color, whatever the environment says', { NO_COLOR: '1' }, false, true, true],
  ] as const)('%s', (_, environment, isTerminal, flag, expected) => {
    expect(wantsColor({ flag, environment: environment as Record<string, string>, isTerminal })).toBe(expected);
  });
});
