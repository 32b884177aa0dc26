// Makes docs/img/run.svg, the picture of a run in the terminal.
//   node scripts/draw-run.ts            draws docs/img/run.ansi again
//   node scripts/draw-run.ts --record   first records it: real runs in a repository of their own (needs `script` of util-linux)
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readScreen } from './terminal-screen.ts';
import { terminalSvg } from './terminal-svg.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const recording = join(root, 'docs/img/run.ansi');
const picture = join(root, 'docs/img/run.svg');
const size = { columns: 96, rows: 50 };

if (process.argv.includes('--record')) writeFileSync(recording, record());
writeFileSync(picture, terminalSvg(readScreen(readFileSync(recording, 'utf8')), { title: 'segue', ...size }));

/** A check that is too strict stops a run; the check is mended, and the run goes on from there. */
function record(): string {
  const scene = mkdtempSync(join(tmpdir(), 'segue-scene-'));
  try {
    for (const path of ['pipelines', '.github/segue.yml'])
      cpSync(join(root, path), join(scene, path), { recursive: true });
    writeFileSync(join(scene, '.gitignore'), 'node_modules\nout/\n');
    symlinkSync(join(root, 'node_modules'), join(scene, 'node_modules'));
    git(scene, 'init', '--quiet', '--initial-branch=main');
    edit(scene, 'wind: [0, 250]', 'wind: [0, 15]');
    const failed = type(scene, 'segue run weather');
    edit(scene, 'wind: [0, 15]', 'wind: [0, 250]');
    return `${failed}\n${type(scene, 'segue retry')}`;
  } finally {
    rmSync(scene, { recursive: true, force: true });
  }
}

function edit(scene: string, from: string, to: string): void {
  const path = join(scene, 'pipelines/weather/checks.mjs');
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  git(scene, 'add', '.');
  git(scene, '-c', 'user.name=Ana', '-c', 'user.email=ana@example.com', 'commit', '--quiet', '-m', 'Check the wind');
}

function git(scene: string, ...words: readonly string[]): void {
  execFileSync('git', words, { cwd: scene });
}

/** The prompt, the command, and all that it writes to a real terminal. A failed run is no error here. */
function type(scene: string, command: string): string {
  const words = command.replace('segue', `"${process.execPath}" "${join(root, 'src/cli/index.ts')}"`);
  const inside = `stty cols ${size.columns} rows ${size.rows}; ${words} || true`;
  const path = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`;
  const output = execFileSync('script', ['--quiet', '--return', '--command', inside, '/dev/null'], {
    cwd: scene,
    env: { ...process.env, PATH: path, TERM: 'xterm-256color', SHELL: '/bin/sh' },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  return `\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m\n${output}`;
}
