import { ownerKey } from '../model/owner-key.ts';
import { type Account, accountOf } from './account.ts';
import { distinct } from './distinct.ts';
import type { Agreement, PolicyFinding } from './finding.ts';
import type { People } from './policy-case.ts';
import type { Breach } from './policy-rule.ts';

/** Something that people can agree to. */
export type Question = Pick<Breach, 'owners' | 'fourEyes' | 'approvals' | 'pipeline'> & { readonly code: string };

export type Answer = Pick<PolicyFinding, 'approvers' | 'notChecked' | 'agreed' | 'missing'>;

/**
 * Who has agreed to it as it is now. A word counts if it is for the newest commit and by somebody who may: an owner; where nobody
 * could be asked, who may write to the repository. The author alone is not enough for what needs four eyes, nor where nobody owns it.
 */
export function answerTo(question: Question, people: People): Answer {
  const author = people.author?.toLowerCase();
  const named = question.owners.flatMap((name) => {
    const account = accountOf(name);
    return account === undefined ? [] : [{ name, account }];
  });
  const isAuthor = ({ account }: { readonly account: Account }) =>
    account.kind === 'person' && account.login === author;
  const owners = named.every(isAuthor) && (question.fourEyes || named.length === 0) ? [] : named;
  const isUpToOthers = question.fourEyes === true || owners.length === 0;
  const teams = new Map([...people.teams].map(([name, members]) => [ownerKey(name), new Set(members.map(ownerKey))]));
  const cannot = (login: string) => isProgram(login) || (isUpToOthers && login === author);
  const words = wordsOn(question, people).filter(({ login }) => !cannot(login.toLowerCase()));
  const agreed = words.filter(
    ({ login }) => owners.length === 0 || owners.some(({ account }) => isOf(account, login.toLowerCase(), teams)),
  );
  const missing = Math.max(0, (question.approvals ?? 1) - agreed.length);
  const isOpen = missing > 0 && agreed.length < words.length;
  const unknown = owners.filter(({ account }) => account.kind === 'team' && !teams.has(account.team));
  return {
    approvers: owners.map(({ name }) => name),
    notChecked: isOpen ? unknown.map(({ name }) => name) : [],
    agreed,
    missing,
  };
}

/** An App, or a workflow: nobody has looked. */
function isProgram(login: string): boolean {
  return login.endsWith('[bot]');
}

/** What everybody has said to it, each person once; a review before a command. */
function wordsOn({ code, pipeline }: Question, { commit, approvals, waivers }: People): readonly Agreement[] {
  if (commit === undefined) return [];
  const reviews = approvals
    .filter((approval) => approval.commit === commit)
    .map(({ login }): Agreement => ({ login, by: 'review' }));
  const commands = waivers
    .filter((waiver) => waiver.commit === commit && waiver.code.toUpperCase() === code)
    .filter((waiver) => waiver.pipeline === undefined || waiver.pipeline === pipeline)
    .map(({ login, reason }): Agreement => ({ login, by: 'command', reason }));
  const all = [...reviews.toSorted(byLogin), ...commands.toSorted(byLogin)];
  return distinct(all, ({ login }) => login.toLowerCase());
}

function byLogin(a: Agreement, b: Agreement): number {
  const [one, other] = [`${a.login.toLowerCase()} ${a.reason}`, `${b.login.toLowerCase()} ${b.reason}`];
  return one < other ? -1 : one > other ? 1 : 0;
}

function isOf(account: Account, login: string, teams: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  return account.kind === 'person' ? account.login === login : teams.get(account.team)?.has(login) === true;
}
