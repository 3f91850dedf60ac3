import { Stack } from 'aws-cdk-lib';

/** Arguments of a call without `scope`, and without `id` for a constructor, made for a stack. */
export type Arguments = (stack: Stack) => unknown[];

/** How a method or static factory is called. */
export interface CallContract {
  /**
   * Object that has the method, or scope that a static method takes.
   * @default - the construct at its defaults; the stack for a static method
   */
  readonly on?: (stack: Stack) => any;
  /** Ways to call it by name. Together they set every parameter and every prop of its structs. */
  readonly variants: Record<string, Arguments>;
  /**
   * Props that the call refuses whatever their value, for example `options.hour`, because the struct is one that other calls share.
   * @default - none
   */
  readonly refuses?: string[];
  /**
   * Props that get no other values, because the call writes to the path that they name.
   * @default - none
   */
  readonly untried?: string[];
  /**
   * Uses what the call returned, because factories without a scope leave the validation to the construct that takes their values.
   * @default - it is not used
   */
  readonly use?: (stack: Stack, value: any) => void;
}

/** How a public class is used. */
export interface ContractDefinition {
  /**
   * Props by variant. The first, `defaults`, sets what is required only. Together they set every prop, each where it excludes no other.
   * @default - the class has no constructor for users
   */
  readonly variants?: Record<string, (stack: Stack) => object | undefined>;
  /**
   * Uses an object of a class that is no construct, because it leaves the validation to the construct that takes it.
   * @default - it is not used
   */
  readonly use?: (stack: Stack, value: any) => void;
  /**
   * Messages of the construct in Regions that do not have its service.
   * @default - it works in every Region
   */
  readonly refusedIn?: Record<string, string>;
  /**
   * Methods with parameters.
   * @default - none
   */
  readonly methods?: Record<string, CallContract>;
  /**
   * Static methods with parameters.
   * @default - none
   */
  readonly statics?: Record<string, CallContract>;
}

/** What a public class promises, held by the tests in this folder. */
export interface Contract extends ContractDefinition {
  readonly type: any;
}

/** Contract of a public class, the default export of `test/<domain>/<class>.contract.ts`. */
export function contract(type: any, definition: ContractDefinition): Contract {
  return { type, ...definition };
}
