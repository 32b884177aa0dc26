/** An action that the workflow uses, at a commit: a tag may point elsewhere tomorrow. */
export interface PinnedAction {
  readonly name: string;
  readonly version: string;
  readonly commit: string;
}

/** From the tags of github.com/actions/checkout. */
export const checkoutAction: PinnedAction = {
  name: 'actions/checkout',
  version: 'v7.0.1',
  commit: '3d3c42e5aac5ba805825da76410c181273ba90b1',
};

/** Segue itself; `action` of the settings takes its place, e.g. with a commit. */
export const segueAction = 'seguehq/segue@v1';
