/**
 * The world outside is not as an operation needs it: no git, a full disk, an unknown run, a newer document. Adapters and
 * use cases throw it, the doors print it (message, then help) and exit with `exitCode`. It is never a bug of ours, and
 * never about the text of a pipeline: those are `Diagnostic`s. `docs/problems.md` lists the codes.
 */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly help: string;
  /** 1: the operation failed; 2: it was asked for wrongly. */
  readonly exitCode: 1 | 2;

  constructor(code: ProblemCode, message: string, help: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.help = help;
    this.exitCode = exitCode;
  }
}

/** `SG6xx`: Git and state. `SG7xx`: a run. `SG9xx`: this machine. */
export type ProblemCode = `SG${6 | 7 | 9}${string}`;
