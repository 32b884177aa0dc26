import { describe, expect, it } from 'vitest';
import { readScreen } from '../../scripts/terminal-screen.ts';
import { terminalSvg } from '../../scripts/terminal-svg.ts';

const esc = '\u001b';

function draw(output: string): string {
  return terminalSvg(readScreen(output), { title: 'segue run <etl> & more' });
}

describe('terminalSvg', () => {
  it('puts each run at its column, as wide as on the terminal', () => {
    const svg = draw(`ab ${esc}[31mcd${esc}[0m`);
    expect(svg).toContain('<text x="20" y="53" textLength="16.8" lengthAdjust="spacingAndGlyphs">ab</text>');
    expect(svg).toContain(
      '<text x="45.2" y="53" textLength="16.8" lengthAdjust="spacingAndGlyphs" fill="#ff7b72">cd</text>',
    );
  });

  it('escapes text and title', () => {
    const svg = draw('a < b && "c"');
    expect(svg).toContain('>a &lt; b &amp;&amp; &quot;c&quot;</text>');
    expect(svg).toContain('<title>segue run &lt;etl&gt; &amp; more</title>');
  });

  it.each([
    ['2', 'fill="#8b949e"'],
    ['2;32', 'fill="#3fb950" opacity="0.7"'],
    ['1', 'font-weight="bold"'],
    ['3', 'font-style="italic"'],
    ['4', 'text-decoration="underline"'],
    ['92', 'fill="#56d364"'],
    ['38;5;196', 'fill="#ff0000"'],
    ['38;5;244', 'fill="#808080"'],
    ['38;2;1;2;255', 'fill="#0102ff"'],
    ['41', '<rect x="20" y="38" width="8.4" height="20" fill="#ff7b72"/>'],
  ])('draws the style %s', (parameters, expected) => {
    expect(draw(`${esc}[${parameters}mx`)).toContain(expected);
  });

  it.each(['0', '', '39;49;22;23;24'])('ends a style at %s', (parameters) => {
    expect(draw(`${esc}[31;1;3;4;44m${esc}[${parameters}mx`)).toBe(draw('x'));
  });

  it('grows with its lines and gives the same bytes for the same lines', () => {
    const wide = draw(`${'x'.repeat(100)}\n\n\nend`);
    expect(wide).toMatch(/viewBox="0 0 880 138"/);
    expect(draw(`${'x'.repeat(100)}\n\n\nend`)).toBe(wide);
  });

  it('needs nothing from elsewhere', () => {
    expect(draw('x').replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|<script|@import|href/);
  });
});
