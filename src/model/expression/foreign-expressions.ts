/** What to say about a word of another tool. */
export interface ForeignAdvice {
  readonly message: string;
  readonly help: string;
}

const statusFunctions: Readonly<Record<string, string>> = {
  always: 'all_done',
  success: 'all_success',
  failure: 'one_failed',
  cancelled: 'all_done',
};

/** Advice on a function of GitHub Actions that pipelines do not have; the name is compared without case. */
export function foreignFunction(name: string): ForeignAdvice | undefined {
  const lower = name.toLowerCase();
  const rule = Object.hasOwn(statusFunctions, lower) ? statusFunctions[lower] : undefined;
  if (rule !== undefined) {
    return {
      message: `\`${name}()\` is of GitHub Actions; here the trigger rule decides whether a task starts`,
      help: `Write \`trigger-rule: ${rule}\` beside \`needs\`, and leave \`${name}()\` out of \`if\`.`,
    };
  }
  if (lower === 'hashfiles') {
    return {
      message: '`hashFiles` is of GitHub Actions; expressions here read no files',
      help: 'Hash the files in a task and hand the result on as an output: `echo "hash=…" >> "$SEGUE_OUTPUT"`.',
    };
  }
  return undefined;
}

/** Advice on the contexts of GitHub Actions, by first part of a name. */
export function foreignName(path: readonly string[]): ForeignAdvice | undefined {
  const [context, second = 'NAME'] = path;
  switch (context?.toLowerCase()) {
    case 'github':
      return advise(context, `Use ${githubReplacement(second)}.`);
    case 'env':
      return advise(context, `Tasks read their environment themselves: \`"$${second}"\` in \`run\`.`);
    case 'secrets':
      return advise(context, `Name it once with \`secrets: [${second}]\`; tasks then find it in \`"$${second}"\`.`);
    case 'inputs':
      return advise(context, `Write \`params.${second}\`, and declare it below \`params\`.`);
    case 'steps':
    case 'jobs':
      return advise(context, `Write \`needs.${second}.outputs.NAME\`, and name \`${second}\` in \`needs\`.`);
    case 'matrix':
    case 'strategy':
      return advise(context, 'Write `foreach.item` in a task with `foreach`.');
    case 'job':
    case 'runner':
      return advise(context, 'Tasks find out about their machine themselves.');
    default:
      return undefined;
  }
}

function advise(context: string, help: string): ForeignAdvice {
  return { message: `\`${context}\` is a context of GitHub Actions that pipelines do not have`, help };
}

function githubReplacement(property: string): string {
  switch (property) {
    case 'sha':
      return '`run.commit`';
    case 'run_id':
      return '`run.id`';
    case 'run_attempt':
      return '`run.attempt`';
    case 'workflow':
      return '`run.pipeline`';
    default:
      return '`run.id`, `run.pipeline`, `run.environment`, `run.commit` or `run.attempt`';
  }
}
