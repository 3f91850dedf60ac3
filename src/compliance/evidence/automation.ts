import { RenderedTemplate } from '../rendered';

/** Automated methods that check deployed resources, and that the templates deploy. */
export interface Automation {
  /** Identifiers of managed rules of AWS Config, ordered. */
  readonly configRules: readonly string[];
  /** Whether AWS Backup restores backups as a test. */
  readonly restoresBackups: boolean;
}

// The body of a conformance pack is YAML in a text, which can be an argument of a function.
const IDENTIFIER = /SourceIdentifier\\?["']?:\s*\\?["']?([A-Z][A-Z0-9_]+)/g;

/** Reads which automated methods templates deploy. */
export function automationOf(templates: readonly RenderedTemplate[]): Automation {
  const every = (type: string) => templates.flatMap((template) => template.subjects(type));
  const rules = every('AWS::Config::ConfigRule').flatMap(({ properties: { Source } }) => (Source?.Owner === 'AWS' ? [`${Source.SourceIdentifier}`] : []));
  const packed = every('AWS::Config::ConformancePack').flatMap(({ properties }) => (
    [...JSON.stringify(properties.TemplateBody ?? '').matchAll(IDENTIFIER)].map(([, identifier]) => identifier)));
  return { configRules: [...new Set([...rules, ...packed])].sort(), restoresBackups: every('AWS::Backup::RestoreTestingPlan').length > 0 };
}
