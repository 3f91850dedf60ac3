import { NO_JUDGEMENT } from '../mapping/no-judgement';
import { ResourceSafeguard } from '../model/safeguard';
import { RenderedTemplate } from '../rendered';
import { isJudged, SAFEGUARDS } from '../safeguards';
import { similarPhrase } from '../similar';

/** Services whose module in aws-cdk-lib has another name. */
const MODULES: Readonly<Record<string, string>> = { cloudformation: 'aws-cdk-lib', serverless: 'aws-cdk-lib/aws-sam' };

/** A resource type of a safeguard of the app that neither aws-cdk-lib nor the templates have. */
export interface UnknownType {
  readonly safeguard: string;
  readonly type: string;
  /** Known types of its service and those of the safeguards. */
  readonly known: readonly string[];
}

/** The types of AWS that safeguards of the app name and that are probably misspelled. Types of others, for example `Custom::Thing`, can be anything. */
export function unknownTypes(own: readonly ResourceSafeguard[], templates: readonly RenderedTemplate[]): UnknownType[] {
  return own.flatMap(({ id, on }) => on.filter((type) => type.startsWith('AWS::') && !templates.some((template) => template.all(type).length > 0))
    .flatMap((type) => {
      if (isJudged(type) || Object.values(NO_JUDGEMENT).some((types) => types.includes(type))) return [];
      const types = typesOf(type.split('::')[1].toLowerCase());
      return types.includes(type) ? [] : [{ safeguard: id, type, known: [...types, ...SAFEGUARDS.flatMap((each) => 'on' in each ? each.on : [])] }];
    }));
}

/** What is wrong with a type, in words, with the most similar type. */
export function unknownTypeText({ safeguard, type, known }: UnknownType): string {
  return `safeguard ${safeguard} judges no resource of type ${type}, which neither aws-cdk-lib nor the templates have${similarPhrase(type, known)}`;
}

// The types of a service that aws-cdk-lib has a class for.
function typesOf(service: string): string[] {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only the module of the service is loaded, and only for a type in question
    const members: Record<string, { CFN_RESOURCE_TYPE_NAME?: string } | undefined> = require(MODULES[service] ?? `aws-cdk-lib/aws-${service}`);
    return Object.values(members).flatMap((member) => member?.CFN_RESOURCE_TYPE_NAME ?? []);
  } catch {
    return [];
  }
}
