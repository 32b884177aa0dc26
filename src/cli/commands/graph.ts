import { graphDot } from '../../report/graph/graph-dot.ts';
import { graphMermaid } from '../../report/graph/graph-mermaid.ts';
import type { GraphTask } from '../../report/graph/graph-task.ts';
import { graphTerminal } from '../../report/graph/graph-terminal.ts';
import { loadRunnable } from '../../workspace/pipelines/load-pipelines.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface GraphOptions {
  readonly format: 'terminal' | 'mermaid' | 'dot' | 'json';
  readonly json?: true;
}

/** `segue graph <pipeline>`: which task needs which. */
export async function graphCommand(context: CommandContext, name: string, options: GraphOptions): Promise<ExitCode> {
  const { pipeline } = await withWorkspace(context, {}, async (workspace) =>
    loadRunnable(workspace, name, context.cwd),
  );
  const tasks = pipeline.tasks.map(({ id, needs }): GraphTask => ({ id, needs }));
  const { terminal } = context;
  switch (options.json ? 'json' : options.format) {
    case 'terminal':
      terminal.print(graphTerminal(tasks, { width: terminal.columns(), style: terminal.style }));
      break;
    case 'mermaid':
      terminal.print(graphMermaid(tasks));
      break;
    case 'dot':
      terminal.print(graphDot(pipeline.id, tasks));
      break;
    case 'json':
      terminal.printJson({ pipeline: pipeline.id, tasks });
      break;
  }
  return 0;
}
