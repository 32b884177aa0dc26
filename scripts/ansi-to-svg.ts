// Draws what a program wrote to a terminal: node scripts/ansi-to-svg.ts [title] < output > picture.svg
import { readFileSync } from 'node:fs';
import { readScreen } from './terminal-screen.ts';
import { terminalSvg } from './terminal-svg.ts';

const [title = 'Terminal'] = process.argv.slice(2);
process.stdout.write(terminalSvg(readScreen(readFileSync(0, 'utf8')), { title }));
