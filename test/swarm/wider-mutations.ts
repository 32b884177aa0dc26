import type { Mutation } from './mutations.ts';

/** Bugs about what worlds hold beside the plain: machines that stand still, pools, branches, and holders that come back. */
export const widerMutations: readonly Mutation[] = [
  {
    name: 'the end that a lost holder stores late counts',
    why: 'what comes after its pipeline starts twice',
    soon: 54,
    isSlow: true,
    patches: [
      {
        file: 'src/store/documents/merge-taken.ts',
        find: 'isSameHolder(held, now.get(held.run)) ? [] : held.run',
        replace: '[] as string[]',
      },
    ],
  },
  {
    name: 'who has lost a lease tells all the same',
    why: 'what somebody else has ended well is shown as cancelled',
    soon: 3,
    isSlow: true,
    with: ['freezes'],
    patches: [{ file: 'src/workspace/run/process-lease.ts', find: 'this.#wasLost = true;', replace: '' }],
  },
  {
    name: 'a resume runs successes again where tasks have rules',
    why: 'a rule that is not the default excuses only what comes after something that is run again',
    soon: 2,
    with: ['branches'],
    patches: [
      {
        file: 'src/run/restore.ts',
        find: 'return isFinal(record.state) && record.state !==',
        replace: "return record.state !== 'success' && isFinal(record.state) && record.state !==",
      },
    ],
  },
  {
    name: 'who was frozen starts on when he wakes up',
    why: 'a task starts under the claim of somebody else',
    soon: 3,
    with: ['freezes'],
    patches: [
      {
        file: 'src/workspace/run/run-session.ts',
        find: 'if (lease.check()) return runner',
        replace: 'if (lease) return runner',
      },
    ],
  },
  {
    name: 'a pool gives one slot more than it has',
    why: 'more tasks fill it at once than there are slots',
    soon: 2,
    with: ['pools'],
    patches: [
      {
        file: 'src/run/slots.ts',
        find: 'decideSlots(claims: readonly SlotClaim[], question: SlotQuestion): SlotDecision {',
        replace:
          'decideSlots(claims: readonly SlotClaim[], asked: SlotQuestion): SlotDecision { const question = { ...asked, slots: asked.slots + 1 };',
      },
    ],
  },
  {
    name: 'a rule forgives failures',
    why: 'a task starts though what it needs has failed',
    soon: 35,
    with: ['branches'],
    patches: [
      {
        file: 'src/model/trigger-rule.ts',
        find: "return bad > 0 ? 'upstream_failed' : skipped > 0 ? 'skipped' : 'start';",
        replace: "return skipped > 0 ? 'skipped' : 'start';",
      },
    ],
  },
  {
    name: 'a condition is not asked',
    why: 'a task runs that its pipeline has left out',
    soon: 2,
    with: ['branches'],
    patches: [
      {
        file: 'src/run/consider.ts',
        find: 'if (!condition.value) return',
        replace: 'if (task.needs.length === 0) return',
      },
    ],
  },
  {
    name: 'a list loses its last item',
    why: 'an instance never runs',
    soon: 2,
    with: ['branches'],
    patches: [
      {
        file: 'src/run/consider.ts',
        find: "return { action: 'expand', items: list.value };",
        replace: "return { action: 'expand', items: list.value.length > 1 ? list.value.slice(0, -1) : list.value };",
      },
    ],
  },
];
