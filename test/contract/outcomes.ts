import { CfnElement, Stack, UnscopedValidationError, ValidationError } from 'aws-cdk-lib';
import { baseRun, Case } from './cases';
import { changesBetween, faultsOf } from './changes';
import { appStack, errorAnnotations, Templates, templatesOf } from './stacks';
import { Subject } from './subjects';

/** How a case ended. */
export interface Outcome {
  readonly name: string;
  readonly domain: string;
  readonly kind: 'refused' | 'accepted' | 'failed';
  /** Error message, or what is wrong. */
  readonly message?: string;
  /** What an accepted case changes in the templates of its variant, by stack. */
  readonly changes?: Templates;
  /** Key of the variant. */
  readonly base?: string;
  /** Whether its templates are linted as they are. */
  readonly isWhole?: boolean;
}

// A duration that is a token has a unit that cannot be converted.
const NEEDS_THE_VALUE = /must be known at synthesis|must be a token in/;

/** Templates of variants by their key, and those that cannot be made. */
export class Bases {
  public readonly templates = new Map<string, Templates>();
  public readonly faults: { readonly domain: string; readonly message: string }[] = [];

  /** Templates of a variant; undefined where it cannot be made. */
  public of(subject: Subject, variant: string): Templates | undefined {
    const key = `${subject.name} (${variant})`;
    if (this.templates.has(key)) return this.templates.get(key);
    if (this.faults.some(({ message }) => message.startsWith(`${key}:`))) return undefined;
    try {
      const templates = templatesFrom(baseRun(subject, variant));
      this.templates.set(key, templates);
      return templates;
    } catch (error) {
      this.faults.push({ domain: subject.domain, message: `${key}: ${described(error)}` });
      return undefined;
    }
  }
}

/** Runs a case. */
export function outcomeOf(tried: Case, bases: Bases): Outcome | undefined {
  const { name, subject: { domain } } = tried;
  const base = bases.of(tried.subject, tried.variant);
  if (!base) return undefined;
  let templates: Templates;
  let left: string[] = [];
  try {
    templates = templatesFrom((stack) => {
      try {
        tried.run(stack);
      } catch (error) {
        left = leftIn(stack, tried.isRepeated ? 'Stack/SubjectAgain/' : 'Stack/Subject/');
        throw error;
      }
    });
  } catch (error) {
    const fault = faultOf(tried, error as Error) ?? (left.length && tried.subject.isConstruct && !LATER.test((error as Error).message) ? `leaves ${left.join()} behind: ${(error as Error).message}` : undefined);
    return { name, domain, kind: fault ? 'failed' : 'refused', message: fault ?? (error as Error).message };
  }
  const faults = faultsOf(templates);
  if (faults.length) return { name, domain, kind: 'failed', message: faults.join('; ') };
  if (tried.isUnchanged && JSON.stringify(templates) !== JSON.stringify(base)) return { name, domain, kind: 'failed', message: 'changes the templates' };
  const changes = changesBetween(tried.isRepeated ? {} : base, templates);
  return { name, domain, kind: 'accepted', changes, base: `${tried.subject.name} (${tried.variant})`, isWhole: tried.isRepeated };
}

// `WorkloadMonitoring` makes the alarms of other constructs when they recommend them.
const LATER = / of alarm '/;

/** What a construct made before it refused a prop, with parameters of the stack that images make. */
function leftIn(stack: Stack, below: string): string[] {
  return stack.node.findAll().filter((each) => CfnElement.isCfnElement(each)).map(({ node }) => node.path)
    .filter((path) => path.startsWith(below) || path.startsWith('Stack/SsmParameterValue:')).slice(0, 3);
}

function faultOf({ names, isToken, subject }: Case, error: Error): string | undefined {
  // A class without a scope has none to give, nor does aws-cdk-lib for the validations of constructs, nor does what is called on no construct.
  const isUnscoped = subject.isFactory || ['scope', 'construct', 'lambdaFunction'].includes(names[0]) || error.message.startsWith('Validation failed with the following errors');
  const isValidation = error instanceof ValidationError || (isUnscoped && error instanceof UnscopedValidationError);
  if (!isValidation) return described(error);
  if (isToken && !NEEDS_THE_VALUE.test(error.message)) return `refuses a token: ${error.message}`;
  if (names.length && !names.some((name) => new RegExp(`\\b${name}\\b`).test(error.message))) return `does not name ${names[0]}: ${error.message}`;
  return undefined;
}

function templatesFrom(run: Case['run']): Templates {
  const stack = appStack();
  run(stack);
  const templates = templatesOf(stack);
  const [annotation] = errorAnnotations(stack);
  if (annotation) throw new ValidationError('Annotation' as never, annotation, stack);
  return templates;
}

function described(error: unknown): string {
  const { constructor, message, stack } = error as Error;
  const place = /\/(src\/[^):]+:\d+)/.exec(stack ?? '')?.[1];
  return `${constructor.name}: ${message.split('\n')[0]}${place ? ` (${place})` : ''}`;
}
