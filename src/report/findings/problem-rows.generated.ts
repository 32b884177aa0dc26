// Made by `node scripts/generate-rule-pages.ts` from docs/problems.md; do not edit.

/** By code: what is wrong and what to do, as Markdown. */
export const problemRows: Readonly<Record<string, readonly [wrong: string, help: string]>> = {
  SG601: ['git is not installed or not on the PATH', 'install git 2.31 or newer'],
  SG602: ['the folder is not in a Git repository, or does not exist', '`git init`, or change into the repository'],
  SG603: ['the repository has no commit yet', 'make the first commit'],
  SG604: [
    'the repository cannot be written: read-only file system or missing permission',
    'make `.git` writable, or use another clone',
  ],
  SG605: ['the disk is full', 'free some space, repeat the command'],
  SG606: ['state was written by a newer version of Segue', 'update Segue'],
  SG607: [
    'a state document is damaged, or was made by hand and breaks a rule',
    'see [state](state.md#when-something-is-damaged)',
  ],
  SG608: ['the remote refuses state refs (a rule or a hook of the forge)', 'allow `refs/segue/*` for this account'],
  SG609: ['the remote cannot be reached', 'check the network and your access'],
  SG610: ['a git command failed in a way that Segue does not know', "`git fsck`, read git's own words"],
  SG611: ['a ref stays locked: another git died or is busy', 'remove the named `.lock` file if no git is running'],
  SG612: ['a pipeline, environment or run has a name that cannot be stored', 'choose another name'],
  SG613: ['a git command took too long or said too much and was stopped', 'check disk and network'],
  SG614: ['the repository belongs to another user, git refuses it', '`git config --global --add safe.directory …`'],
  SG615: ['a document is too large to be stored', 'hand on large data as artifacts, not as outputs'],
  SG616: ['git is too old', 'install git 2.31 or newer'],
  SG651: [
    'the repository is bare, or this is the inside of `.git`: there are no files to work on',
    'use a clone with a working tree',
  ],
  SG652: ['the path of the repository holds a line break', 'rename the folder'],
  SG653: ['the journal of a run has reached its bound of 1 GiB', 'cancel the run, start it anew with smaller outputs'],
  SG654: [
    'an artifact cannot be put back: its path leads out of the repository, into `.git`, or to a folder',
    'retry the task that makes it',
  ],
  SG655: [
    'GitHub did not keep an artifact or a log: no answer, no more room, too many in one job',
    'see the message; `artifacts: { store: git }` does without',
  ],
  SG701: ['there is no pipeline of that id or file', '`segue list` shows all of them'],
  SG702: ['the pipeline or `.github/segue.yml` has errors, so it does not run', 'mend what is shown above the message'],
  SG703: [
    'a task is named that the pipeline or the run does not have, or an output is given for one that runs',
    'take one of those that the message lists',
  ],
  SG704: [
    'a param is missing, unknown, or has a value that its type or `enum` does not allow',
    'give it with `--param name=value`',
  ],
  SG705: [
    'secrets that the pipeline lists are not set; nothing was started',
    'set them in the environment, or in a file for `--env-file`',
  ],
  SG706: [
    "`--interval` is none, or no interval of the pipeline's schedule",
    'give its start and end as the message shows',
  ],
  SG707: [
    'a task reads an output of one that is not run, and no earlier run has it',
    '`--output task.name=value`, `--using RUN`, or run that task too',
  ],
  SG708: ['as many runs of the pipeline go on as `max-active-runs` allows', 'wait, `segue cancel RUN`, or raise it'],
  SG709: [
    'there is no such run, or none yet, in this environment',
    '`segue status --all` lists the newest; `--env` chooses the environment',
  ],
  SG710: [
    'state was changed by others each time that Segue wanted to write it',
    'try again; if it lasts, look for what writes it: `git log` of the ref',
  ],
  SG711: ['another process works on the run', 'wait for it with `segue logs RUN --follow`, or `segue cancel RUN`'],
  SG712: ["what is given is the beginning of several runs' ids", 'give more of it'],
  SG713: [
    'the run was not interrupted, so there is nothing to resume',
    '`segue retry` repeats what failed; `segue run` starts anew',
  ],
  SG714: [
    'the run cannot be retried: it has not ended, or nothing of it is left to do',
    '`segue resume RUN`, or name the tasks to run again',
  ],
  SG715: ['there is no environment of that name', 'add it to `environments` in `.github/segue.yml`, or choose another'],
  SG716: [
    'a task succeeded at another place, and the files that it handed on are not here',
    'declare them in `artifacts` (or `none`), resume where it ran, or run it again here',
  ],
  SG717: [
    "the pipeline's file is no longer there",
    '`segue retry RUN --on pinned` takes the code that the run began with',
  ],
  SG718: [
    'this clone does not have the commit that the run is pinned to, or the commit not the file',
    '`git fetch`; what was never committed can only be resumed where it began',
  ],
  SG719: ['processes of the run are left and do not end', 'end them by hand, then try again'],
  SG720: ['`segue mark` got no reason', '`--reason "loaded by hand from the backup"`'],
  SG721: ['there is nothing to cancel: the run has ended', '`segue status RUN` shows how'],
  SG723: [
    'outside the environment `local` only commits of the default branch run',
    'merge it first, or run it in `local`',
  ],
  SG724: [
    'a run names the file of another pipeline: it was made by hand, or the folder of the pipelines has changed',
    'start a new run',
  ],
  SG725: ['`segue logs --attempt` names an attempt that there was not', 'take one of those that the message lists'],
  SG726: [
    'another machine holds the run, or has gone on with it since you looked',
    'wait for it, end it there, or `segue resume RUN --take-over` if you know that it is gone',
  ],
  SG727: [
    'a param or an output that was given by hand holds the value of a secret, and would be kept in Git',
    "name the secret in the pipeline's `secrets`; tasks find it in their environment",
  ],
  SG740: [
    'the range of a backfill has no intervals, too many, or cannot be read',
    'give `--from` and `--to` as the message shows; `segue next ID` shows when a schedule fires',
  ],
  SG741: ['there is no backfill of that id or file', 'name one of the `*.backfill.yml` files'],
  SG901: ['the file for `--env-file` cannot be read', 'give the path of a readable file'],
  SG910: ['`segue init` cannot write its file', 'make the folder writable'],
  SG911: [
    '`segue explain` got a code or a name that neither a rule nor a problem has',
    'take the code from behind a finding',
  ],
  SG912: [
    '`segue validate` got a path that is neither file nor pipeline, nor a folder with pipelines; `segue test` one without tests',
    '`segue list` shows the pipelines',
  ],
  SG913: ['`segue run` got no pipeline', 'name one of those that it lists'],
  SG914: ['`segue workflow` cannot write its file', 'make the folder writable'],
  SG915: [
    '`.github/workflows/segue.yml` exists, and Segue has not made it',
    'rename it, or `segue workflow --write --force`',
  ],
  SG916: ['`segue test` cannot write the file for `--junit`', 'give a path that can be written'],
  SG917: [
    '`segue diff` or `segue simulate` got a name that is no commit of this clone',
    'give a branch, a tag or a commit; what only the remote has: `git fetch`',
  ],
  SG918: [
    'the window of `segue simulate` ends before it begins, is longer than three years, or a given time is not in it',
    'give `--from` and `--to` in their order of time',
  ],
  SG919: ['`segue simulate` cannot write the file for `--gantt`', 'give a path that can be written'],
  SG930: [
    '`segue import` cannot read its file, or it is larger than 1 MiB',
    'give the path of a readable file, or `-` for stdin',
  ],
  SG931: [
    '`segue import` cannot write: files exist, or the folder is none for pipelines',
    '`--dir`, `--force`, or make the folder writable',
  ],
  SG932: ['`segue import` got a timezone that does not exist', 'give a name such as `Europe/Paris`'],
  SG940: ['an input of the Action is missing, or is not what it should be', '[the Action](action.md) lists them'],
  SG941: ["the Action was started outside of a workflow's job", 'use the command line there: `segue tick`'],
  SG942: [
    '`command: check` can read neither the pull request nor a checkout of it',
    'give the job the permissions that [pull requests](on-github.md#pull-requests) need',
  ],
  SG950: ['there is no token for GitHub', '`gh auth login`, or set `SEGUE_TOKEN` or `GH_TOKEN`'],
  SG951: [
    'the remote `origin` is no repository on GitHub',
    'set `GH_HOST` for a server of GitHub Enterprise; other forges have no Actions',
  ],
  SG952: [
    'GitHub does not give out artifacts or logs: no answer, or the token may not read Actions',
    'try again, or use a token that may read Actions',
  ],
  SG953: [
    'the logs of a run are gone: GitHub has kept them as long as it was asked to',
    '`artifacts: { keep: 90d }` keeps later ones for longer',
  ],
  SG960: [
    'the workflow on GitHub serves the environment and cannot be asked for this; nothing ran',
    'leave it out, or `--here` for this machine',
  ],
  SG961: [
    'GitHub did not take what was asked of the workflow, or did not answer',
    'see the message; after no answer look at the list of its runs first',
  ],
  SG962: ['`--wait`: the job ended without a run, none began, or it took more than a day', "the job's log says why"],
  SG963: [
    'there is nothing to roll a pipeline back to, or nothing would change',
    'name a commit or a tag of the default branch that has it: `/segue rollback PIPELINE to COMMIT`',
  ],
  SG964: [
    'GitHub did not take a pull request, or did not say what it needs',
    'see the message; the token needs `contents: write` and `pull-requests: write`',
  ],
  SG970: [
    'the app got no webhook secret, one that everybody knows, or a short one',
    '`openssl rand -hex 20`, in `WEBHOOK_SECRET` and in the settings of the App',
  ],
  SG971: [
    'the app got no id of a GitHub App, no private key, or an address that is none',
    '`APP_ID`, and `PRIVATE_KEY_PATH` or `PRIVATE_KEY`, as the settings of the App show them; `GHE_HOST` is a name without `https://`, `WEBHOOK_PATH` begins with `/`',
  ],
  SG972: [
    'GitHub does not take the private key for this id',
    'make a new key in the settings of the App, and look whether the id is its own',
  ],
  SG973: ['the app cannot listen at the address that `HOST` and `PORT` name', 'take a port that is free'],
};
