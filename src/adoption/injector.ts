import { InjectionContext, IPropertyInjector, PropertyInjectors } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isOwn } from './own';
import { HardenedClass } from './step';

/** Fills in the props that the user and the other injectors left undefined. */
export type Fill = (hardening: HardenedClass, props: object, context: InjectionContext) => object;

/**
 * The property injector of a class and scope. A scope has one injector for a class, and aws-cdk-lib calls the nearest one only: this one calls the
 * injector that it replaces, or the next one above.
 */
export class HardeningInjector implements IPropertyInjector {
  public readonly constructUniqueId: string;

  constructor(
    private readonly scope: IConstruct,
    private readonly hardening: HardenedClass,
    private readonly replaced: IPropertyInjector | undefined,
    private readonly fill: Fill,
  ) {
    this.constructUniqueId = hardening.type;
  }

  public inject(originalProps: any, context: InjectionContext): any {
    const other = this.other();
    const props = other ? other.inject(originalProps, context) : originalProps;
    return isOwn(context.scope) ? props : this.fill(this.hardening, props ?? {}, context);
  }

  /** The injector of the app that applies. That of an outer `HardenedDefaults` does not apply, because the inner one has the same defaults. */
  private other(): IPropertyInjector | undefined {
    if (this.replaced) return this.replaced instanceof HardeningInjector ? this.replaced.other() : this.replaced;
    for (const parent of this.scope.node.scopes.slice(0, -1).reverse()) {
      const found = PropertyInjectors.hasPropertyInjectors(parent) ? PropertyInjectors.of(parent).for(this.constructUniqueId) : undefined;
      if (found) return found instanceof HardeningInjector ? found.other() : found;
    }
    return undefined;
  }
}
