import { diffPage } from '../../report/diff/diff-page.ts';
import { renderDiff } from '../../report/diff/diff-text.ts';
import type { DiffView } from '../../report/diff/diff-view.ts';
import { diffRepository } from '../../workspace/diff/diff-repository.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface DiffOptions {
  readonly format: 'text' | 'json' | 'markdown';
  readonly json?: true;
}

/** `segue diff [range]`: 0 whatever it finds; what is wrong with the files themselves is for `segue validate`. */
export async function diffCommand(
  context: CommandContext,
  range: string | undefined,
  options: DiffOptions,
): Promise<ExitCode> {
  const view = await withWorkspace(context, {}, (workspace) => diffRepository(workspace, range));
  print(context, view, options);
  return 0;
}

function print({ terminal }: CommandContext, view: DiffView, { json, format }: DiffOptions): void {
  switch (json ? 'json' : format) {
    case 'text':
      terminal.print(renderDiff(view, { style: terminal.style, width: terminal.columns() }));
      break;
    case 'markdown':
      terminal.print(diffPage(view));
      break;
    case 'json':
      terminal.printJson(asJson(view));
      break;
  }
}

/** Without the pipelines themselves: git has them. */
function asJson({ pipelinesBefore, pipelinesAfter, ...view }: DiffView): object {
  return view;
}
