import { type Group, Ledger } from '../../../src/simulate/world/ledger.ts';

/** Decides for every pipeline at every look, as a tick does. */
export class Diligent extends Ledger {
  override some({ places }: Group, _: number, holds: (id: string) => boolean): boolean {
    return places.some((place) => holds(this.ids[place] ?? ''));
  }

  override ready(): undefined {
    return undefined;
  }
}
