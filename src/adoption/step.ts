import { Construct } from 'constructs';
import { Context } from './context';
import { HardenedDefaultsProps } from './hardened-defaults-props';

/** A hardened default of a class of L2s. A value of the user for one of its props replaces it. */
export interface Step<P, C> {
  /** Props that decide instead, where the user sets one of them. */
  readonly props: ReadonlyArray<keyof P & string>;
  /** Safeguards that it serves. It applies where a framework of the workload cites one of them. */
  readonly safeguards: readonly string[];
  /** Why it applies to new apps only: it replaces a deployed resource, or deployed clients can depend on the earlier setting. */
  readonly newOnly?: string;
  /** Prop of `HardenedDefaults` without which it does nothing. */
  readonly switchedBy?: keyof HardenedDefaultsProps;
  /** Props that the construct is created with. */
  readonly fill?: (context: Context, given: Readonly<Partial<P>>) => Partial<P> | undefined;
  /** Changes after the whole app is created, for what depends on other constructs or has no prop. */
  readonly finish?: (construct: C, context: Context, given: Readonly<Partial<P>>) => void;
  /** As `fill`, for a construct that exists: sets what its resource leaves open. Without it, the mixin does not apply the default. */
  readonly amend?: (construct: C, context: Context) => void;
}

/** The hardened defaults of a class of L2s. */
export interface HardenedClass {
  /** `PROPERTY_INJECTION_ID` of the class. */
  readonly type: string;
  readonly steps: ReadonlyArray<Step<any, any>>;
}

/** Declares the hardened defaults of a class, whose props are `P`. */
export function hardened<P, C extends Construct>(type: { readonly PROPERTY_INJECTION_ID: string }, steps: ReadonlyArray<Step<P, C>>): HardenedClass {
  return { type: type.PROPERTY_INJECTION_ID, steps };
}
