import { Mixin } from 'aws-cdk-lib';
import { Construct, IConstruct } from 'constructs';
import { HARDENED_CLASSES } from './classes';
import { Context } from './context';
import { finishLater } from './finish';
import { requireContainerUser } from './hardened-defaults';
import { HardenedDefaultsProps } from './hardened-defaults-props';
import { isOwn } from './own';
import { requireArgument, requireArguments } from '../core/validation';

/**
 * The hardened defaults for an L2 that exists already, for example one that a construct of another package makes. It sets what the resource leaves open. A
 * prop whose value does not appear in the template, for example `versioned: false`, counts as not set.
 *
 * @example
 * const orders = new sns.Topic(this, 'Orders');
 * orders.with(new Hardened());
 */
export class Hardened extends Mixin {
  private readonly props: HardenedDefaultsProps;

  /** @throws ValidationError when a prop is invalid */
  constructor(props: HardenedDefaultsProps = {}) {
    super();
    requireArgument(undefined, 'props', 'HardenedDefaultsProps', props);
    requireContainerUser(undefined, props);
    this.props = props;
  }

  /** Whether a construct is an L2 with hardened defaults, outside of the constructs of this library. */
  public override supports(construct: IConstruct): boolean {
    requireArguments(undefined, 'Hardened.supports', { construct });
    return !isOwn(construct) && stepsOf(construct).length > 0;
  }

  /** Hardens an L2. Defaults that depend on other constructs follow when its stage is synthesized. */
  public applyTo(construct: IConstruct): void {
    requireArguments(construct, 'Hardened.applyTo', { construct });
    const context = new Context(construct.node.scope as Construct, construct.node.id, this.props);
    for (const step of stepsOf(construct)) {
      if (step.newOnly !== undefined && !this.props.newApp || !context.requires(step.safeguards)) continue;
      step.amend?.(construct, context);
      if (step.finish && !step.fill) finishLater(step, context, {});
    }
  }
}

function stepsOf(construct: IConstruct) {
  const { PROPERTY_INJECTION_ID: type } = construct.constructor as { PROPERTY_INJECTION_ID?: string };
  const { steps = [] } = HARDENED_CLASSES.find((hardening) => hardening.type === type) ?? {};
  return steps.filter(({ fill, finish, amend }) => amend ?? (finish && !fill));
}
