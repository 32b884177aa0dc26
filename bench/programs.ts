import type { BenchGraph } from './graphs.ts';

/** The graph as a pipeline of Segue. */
export function pipelineFile(graph: BenchGraph): string {
  const tasks = graph.map(({ id, needs }) => {
    const edges = needs.length === 0 ? '' : `, needs: [${needs.join(', ')}]`;
    return `  ${id}: { run: "true"${edges} }\n`;
  });
  return `owner: bench\ndescription: Measured.\ndefaults: { shell: sh, artifacts: none }\ntasks:\n${tasks.join('')}`;
}

/** The graph as a Makefile; `all` is its first target. */
export function makefile(graph: BenchGraph): string {
  const ids = graph.map(({ id }) => id).join(' ');
  const rules = graph.map(({ id, needs }) => `${id}: ${needs.join(' ')}\n\t@sh -c true\n`);
  return `.PHONY: all ${ids}\nall: ${ids}\n${rules.join('')}`;
}

/** The graph as build.ninja, which starts commands by `sh -c`. No file is made, so every target is always out of date. */
export function ninjaFile(graph: BenchGraph): string {
  const rule = 'rule task\n  command = true\n  description =\n';
  return rule + graph.map(({ id, needs }) => `build ${id}: task${needs.map((need) => ` ${need}`).join('')}\n`).join('');
}

/** The graph as a package.json for wireit, which starts commands by `sh -c`; the script `all` runs it. */
export function wireitPackage(graph: BenchGraph): string {
  const ids = graph.map(({ id }) => id);
  const scripts = Object.fromEntries(['all', ...ids].map((id) => [id, 'wireit']));
  const tasks = graph.map(({ id, needs }) => [id, { command: 'true', dependencies: needs }] as const);
  const wireit = { all: { dependencies: ids }, ...Object.fromEntries(tasks) };
  return `${JSON.stringify({ name: 'bench', private: true, type: 'module', scripts, wireit })}\n`;
}

/** The graph as the bare program reads it: for each task the indexes of those that it needs. */
export function bareGraph(graph: BenchGraph): string {
  const indexes = new Map(graph.map(({ id }, index) => [id, index]));
  return JSON.stringify(graph.map(({ needs }) => needs.map((need) => indexes.get(need))));
}
