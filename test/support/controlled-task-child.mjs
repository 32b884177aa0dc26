/**
 * The process behind a `ControlledTask`: calls home by the unix socket in its first argument, then does what it is told.
 * Plain JavaScript, so that any Node runs it without a build.
 */
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [socketPath, name] = process.argv.slice(2);
const home = connect(socketPath);

function answer(id, value) {
  home.write(`${JSON.stringify({ id, value })}\n`);
}

function write(stream, text, done) {
  stream.write(Buffer.from(text, 'base64'), done);
}

function fork({ session, ignoreTerm, pipes, clearEnvironment }) {
  const script = `${ignoreTerm ? "trap '' TERM; " : ''}echo ready >&3; while :; do sleep 0.2; done`;
  const child = spawn('/bin/sh', ['-c', script], {
    detached: session,
    stdio: ['ignore', pipes ? 'inherit' : 'ignore', pipes ? 'inherit' : 'ignore', 'pipe'],
    env: clearEnvironment ? { PATH: '/usr/bin:/bin' } : process.env,
  });
  return new Promise((resolve) => child.stdio[3].once('data', () => resolve(child.pid)));
}

async function obey({ id, order, with: argument }) {
  switch (order) {
    case 'print':
      return write(argument.stream === 'stderr' ? process.stderr : process.stdout, argument.text, () => answer(id));
    case 'output':
      appendFileSync(process.env.SEGUE_OUTPUT, argument);
      return answer(id);
    case 'environment':
      return answer(id, process.env);
    case 'fork':
      return answer(id, await fork(argument));
    case 'catch-term':
      process.on('SIGTERM', () => home.write(`${JSON.stringify({ term: true })}\n`));
      return answer(id);
    case 'exit':
      process.exit(argument);
      break;
    case 'die':
      process.kill(process.pid, argument);
      break;
    default:
      throw new Error(`unknown order: ${order}`);
  }
}

home.on('error', () => process.exit(70));
home.on('close', () => process.exit(71));
home.on('connect', () => {
  home.write(`${JSON.stringify({ hello: name, pid: process.pid, attempt: process.env.SEGUE_ATTEMPT })}\n`);
  createInterface({ input: home }).on('line', (line) => obey(JSON.parse(line)));
});
