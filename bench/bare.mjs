// The baseline: what it costs a bare Node program to spawn the processes of a graph, with piped output and so many at once.
// node bare.mjs GRAPH.json JOBS
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const needs = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const jobs = Number(process.argv[3]);
const missing = needs.map((of) => of.length);
const dependents = needs.map(() => []);
for (const [task, of] of needs.entries()) for (const need of of) dependents[need].push(task);
const ready = [...needs.keys()].filter((task) => missing[task] === 0);
let next = 0;
let running = 0;

function startReady() {
  while (running < jobs && next < ready.length) start(ready[next++]);
}

function start(task) {
  running++;
  const child = spawn('sh', ['-c', 'true'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.resume();
  child.stderr.resume();
  child.on('close', (code) => {
    if (code !== 0) throw new Error(`task ${task} exited with ${code}`);
    running--;
    for (const dependent of dependents[task]) if (--missing[dependent] === 0) ready.push(dependent);
    startReady();
  });
}

startReady();
