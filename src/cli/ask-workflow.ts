import { type Interruption, interruptedExitCode } from '../process/interrupts.ts';
import { renderAsked, renderMoves } from '../report/command/asked-text.ts';
import type { CommandForge } from '../report/forge/forge.ts';
import { renderStatus } from '../report/run/status-run.ts';
import type { RunDocument } from '../run/document.ts';
import { tellEnded } from '../run/tell-ended.ts';
import { type Asked, askWorkflow, openForgeHere } from '../workspace/ask/ask-workflow.ts';
import type { AskedInputs } from '../workspace/ask/asked-inputs.ts';
import { followAsked } from '../workspace/ask/follow-asked.ts';
import type { ServingWorkflow } from '../workspace/ask/serving-workflow.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import type { CommandContext, ExitCode } from './context.ts';

export interface AskOptions {
  readonly json?: true;
  /** Until what was asked for has ended. */
  readonly wait?: true;
}

/** One thing that is asked of the workflow. */
export interface Wish {
  readonly inputs: AskedInputs;
  /** `a run of daily`. */
  readonly what: string;
  /** What shows how it goes. */
  readonly follow: string;
  /** The run that comes of it. */
  readonly find: () => Promise<RunDocument | undefined>;
}

/** A workflow that serves an environment, with a way to ask it. */
export class WorkflowDesk {
  readonly #context: CommandContext;
  readonly #workspace: OpenWorkspace;
  readonly #workflow: ServingWorkflow;
  readonly #forge: CommandForge;

  private constructor(
    context: CommandContext,
    workspace: OpenWorkspace,
    workflow: ServingWorkflow,
    forge: CommandForge,
  ) {
    this.#context = context;
    this.#workspace = workspace;
    this.#workflow = workflow;
    this.#forge = forge;
  }

  /** @throws {Problem} SG950 without a token. */
  static async open(
    context: CommandContext,
    workspace: OpenWorkspace,
    workflow: ServingWorkflow,
  ): Promise<WorkflowDesk> {
    return new WorkflowDesk(context, workspace, workflow, await openForgeHere(workspace, workflow));
  }

  /**
   * Asks for something, and says where it can be seen; with `wait` also how it goes and ends. 0 if it was taken; if one
   * waits, as the run ends.
   *
   * @throws {Problem} SG961, SG962
   */
  async ask(wish: Wish, options: AskOptions, interruption?: Interruption): Promise<ExitCode> {
    const asked = await askWorkflow(this.#workflow, this.#forge, wish.inputs);
    const page = asked.started?.url ?? this.#workflow.page;
    const { terminal } = this.#context;
    if (options.json) terminal.print(JSON.stringify({ event: 'asked', ...asked, page }));
    else terminal.print(renderAsked({ what: wish.what, page, follow: wish.follow }, terminal.style));
    if (!options.wait) return 0;
    return this.#follow(wish, asked, page, options, interruption);
  }

  async #follow(
    { find }: Wish,
    { started }: Asked,
    page: string,
    { json }: AskOptions,
    interruption: Interruption | undefined,
  ): Promise<ExitCode> {
    const { terminal, clock } = this.#context;
    const told = new Set<string>();
    const ended = await followAsked(
      this.#workspace,
      this.#forge,
      { page, find, ...(started === undefined ? {} : { started }) },
      {
        moved: (before, document) => {
          if (json) return;
          if (before === undefined) terminal.print(`${terminal.style.strong(document.run)} goes on`);
          terminal.print(renderMoves(before, document, terminal.style));
        },
        notice: (message) => {
          if (!told.has(message)) terminal.printError(`${terminal.errorStyle.warning('!')} ${message}`);
          told.add(message);
        },
        interrupts: (interrupt) => interruption?.deliverTo(interrupt),
      },
    );
    if (ended === undefined) {
      terminal.printError('It goes on without you.');
      return interruptedExitCode;
    }
    if (json) terminal.print(JSON.stringify(tellEnded(ended)));
    else
      terminal.print([
        '',
        ...renderStatus(ended, { style: terminal.style, width: terminal.columns(), now: clock.now() }),
      ]);
    return ended.state === 'success' ? 0 : 1;
  }
}
