import type { Mutation } from './mutations.ts';

/** Bugs in how comments are answered, and in what they command. */
export const commentMutations: readonly Mutation[] = [
  {
    name: 'the book of commands is not asked',
    why: 'who hears of a comment twice does it twice',
    with: ['comments'],
    soon: 1,
    patches: [
      {
        file: 'src/command/answer-comment.ts',
        find: "  if (taken !== 'ours') return { kind: 'ignored', why: wordsFor[taken] };\n  const shown = await forge.react({ comment: comment.id, content: 'eyes' });\n  // From before there was a ledger, or so old that the ledger has forgotten it.\n  if (shown.kind === 'unchanged') return { kind: 'ignored', why: wordsFor.settled };",
        replace: "  await forge.react({ comment: comment.id, content: 'eyes' });",
      },
    ],
  },
  {
    name: 'a command is settled before it is done',
    why: 'if its job dies in between nobody ever answers it',
    with: ['comments'],
    soon: 11,
    isSlow: true,
    patches: [
      {
        file: 'src/command/answer-comment.ts',
        find: '  return reply(comment, tools, await attempt(() => obey(comment, tools.desk)));',
        replace:
          '  await known(() => ledger.settle(key));\n  return reply(comment, tools, await attempt(() => obey(comment, tools.desk)));',
      },
    ],
  },
  {
    name: 'nobody asks who may command',
    why: 'a stranger pauses what they like',
    with: ['comments'],
    soon: 1,
    patches: [
      {
        file: 'src/command/answer-comment.ts',
        find: "if (permitted.permission === 'write') return 'may';",
        replace: "if (permitted.permission !== undefined) return 'may';",
      },
    ],
  },
  {
    name: 'programs may command',
    why: 'a page that Segue has written itself could',
    with: ['comments'],
    soon: 3,
    patches: [
      {
        file: 'src/command/answer-comment.ts',
        find: "if (comment.isBot) return { kind: 'ignored', why: 'a program has written it' };",
        replace: '',
      },
    ],
  },
  {
    name: 'a pipeline that has backfills heeds no pause',
    why: 'somebody has said that nothing of it starts by itself',
    with: ['comments'],
    soon: 1,
    patches: [
      {
        file: 'src/tick/next-step.ts',
        find: "  if (state.paused !== undefined) return wait({ kind: 'paused', pause: state.paused });",
        replace:
          "  if (state.paused !== undefined && outlook.backfills.length === 0) return wait({ kind: 'paused', pause: state.paused });",
      },
    ],
  },
  {
    name: 'a backfill begins one interval again',
    why: 'each is to begin once',
    with: ['comments'],
    soon: 19,
    patches: [
      {
        file: 'src/run/backfill-plan.ts',
        find: "return order === 'oldest-first' ? interval.end <= position : interval.start >= position;",
        replace: "return order === 'oldest-first' ? interval.end < position : interval.start > position;",
      },
    ],
  },
  {
    name: 'a retry runs successes again',
    why: 'nobody has asked for that',
    with: ['comments'],
    soon: 1,
    patches: [
      {
        file: 'src/run/reset.ts',
        find: "const unfinished: readonly TaskState[] = ['failed',",
        replace: "const unfinished: readonly TaskState[] = ['success', 'failed',",
      },
    ],
  },
  {
    name: 'what starts a job is done again after a death',
    why: 'it starts another',
    with: ['comments'],
    soon: 40,
    patches: [
      {
        file: 'src/command/carry-out-late.ts',
        find: "      return 'starting';",
        replace: "      return 'repeatable';",
      },
    ],
  },
  {
    name: 'an answer that stands is given anew',
    why: 'nothing is to be done twice because a note of it was lost',
    with: ['comments'],
    soon: 4,
    patches: [
      {
        file: 'src/command/answer-comment.ts',
        find: '  if (replied.isThere) {',
        replace: "  if (replied.isThere && comment.login === '') {",
      },
    ],
  },
  {
    name: 'what got no answer is called not done',
    why: 'it may have come through',
    with: ['comments'],
    soon: 50,
    isSlow: true,
    patches: [
      {
        file: 'src/command/bad-news.ts',
        find: '...(isUnsure ? { isUnknown: true } : {}), body };',
        replace: "...(isUnsure && problem.code === 'SG000' ? { isUnknown: true } : {}), body };",
      },
    ],
  },
  {
    name: 'a mark is told before others can see it',
    why: 'it is lost with the machine that has told it',
    with: ['comments'],
    soon: 2,
    isSlow: true,
    patches: [
      {
        file: 'src/workspace/run/claim.ts',
        find: "  return updateState(office, before.pipeline, entry, decide, { push: 'now' });",
        replace: '  return updateState(office, before.pipeline, entry, decide);',
      },
    ],
  },
  {
    name: 'a mark takes no other into account',
    why: 'of two at the same time one is lost',
    with: ['comments'],
    soon: 27,
    isSlow: true,
    patches: [
      {
        file: 'src/workspace/run/claim.ts',
        find: 'return stored !== undefined && stored.actions.length > read.actions.length ? stored : read;',
        replace: 'return stored !== undefined && read.actions.length < 0 ? stored : read;',
      },
    ],
  },
  {
    name: 'who looks for lost commands takes a silent forge for one without the comment',
    why: 'the command is settled, and was never answered',
    with: ['comments'],
    soon: 14,
    isSlow: true,
    patches: [
      {
        file: 'src/bot/lost-commands.ts',
        find: "if (comment !== undefined && 'kind' in comment) continue;",
        replace: "if (comment !== undefined && 'kind' in comment) { await ledger.settle(key); continue; }",
      },
    ],
  },
  {
    name: 'of the first successes that two clones store at once some are lost',
    why: 'what comes after the pipeline does not start for them',
    with: ['comments'],
    soon: 1062,
    patches: [
      {
        file: 'src/store/documents/merge-schedule.ts',
        find: '(base.successes?.count ?? 0)',
        replace: '(base.successes?.count ?? largest)',
      },
    ],
  },
  {
    name: 'who looks for lost comments gives up after three looks, also where the forge was away',
    why: 'somebody who may command is never answered',
    with: ['comments'],
    soon: 1046,
    patches: [
      {
        file: 'src/bot/lost-commands.ts',
        find: "isPutOff = outcome.kind === 'later';",
        replace: '',
      },
    ],
  },
  {
    name: 'who is on an incident is thanked, and it is noted nowhere',
    why: 'everybody else is told of it on and on',
    with: ['comments'],
    soon: 3,
    patches: [
      {
        file: 'src/workspace/desk/incident-desk.ts',
        find: "ack: (incident, by) => change(board, incident, { kind: 'ack', by, at: now(office) }),",
        replace: 'ack: async () => undefined,',
      },
    ],
  },
  {
    name: 'people are told of what they have muted',
    why: 'they have asked for quiet',
    with: ['comments'],
    soon: 18,
    patches: [
      {
        file: 'src/incident/wishes.ts',
        find: 'if (issue === undefined || muted === true) return [];',
        replace: "if (issue === undefined || (muted === true && id === '')) return [];",
      },
    ],
  },
];
