/** A managed rule of AWS Config that serves controls of a framework. */
export interface ManagedConfigRule {
  /** Name, for example `encrypted-volumes`. */
  readonly name: string;
  /** Identifier of the managed rule, for example `ENCRYPTED_VOLUMES`. */
  readonly identifier: string;
  /** Ids of the controls that it serves. */
  readonly controls: string[];
  /** Parameters of the rule. `${AWS::Partition}` stands for the partition of the stack. @default - none */
  readonly parameters?: { [name: string]: string };
  /** Regions that have the rule. @default - all but those of `notIn` */
  readonly onlyIn?: string[];
  /** Regions that lack the rule. @default - none */
  readonly notIn?: string[];
}
