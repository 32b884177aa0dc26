import type { Severity } from '../diagnostic/diagnostic.ts';
import type { Route } from '../model/yaml/source.ts';

/** What a pull request does against the policy of its base. Plain JSON. */
export interface PolicyFinding {
  /** From SG871 on, with a page; or that of a risk that the policy does not let pass. */
  readonly code: string;
  readonly severity: Exclude<Severity, 'note'>;
  /** Its id after the change, of one that is removed before it; absent: it is about what all pipelines share. */
  readonly pipeline?: string;
  /** The file of the new side that it is about, and where in it; of what is removed, that of the old side. */
  readonly file: string;
  readonly route: Route;
  readonly message: string;
  readonly help: string;
  /** Who may agree, as the files name them, e.g. `@acme/finance`. None: whoever may write to the repository, but the author. */
  readonly approvers: readonly string[];
  /** Teams among them whose members are not known, if somebody has agreed who may belong to one: that was not checked. */
  readonly notChecked: readonly string[];
  /** Who has agreed to it as it is now, each once. */
  readonly agreed: readonly Agreement[];
  /** Who has agreed, and does not count as a second person, because the change is theirs too or may be; absent: nobody. */
  readonly involved?: readonly string[];
  /** How many more have to; 0: it is waived. */
  readonly missing: number;
  /** Whether it forbids the merge: an error that is not waived. */
  readonly blocks: boolean;
}

/** A person's word that something may stand: an approving review, or a command with a reason. */
export interface Agreement {
  readonly login: string;
  readonly by: 'review' | 'command';
  /** Of a command. */
  readonly reason?: string;
}

/** A risk that policy lets pass, and somebody who may has looked at. */
export interface AcceptedRisk {
  readonly code: string;
  readonly pipeline: string;
  readonly message: string;
  readonly agreed: readonly Agreement[];
}
