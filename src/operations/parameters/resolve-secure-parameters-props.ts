import { Duration } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { declareNames, ParameterName, resolveNames, resolvePath } from './parameter-names';
import { SecretField, SecureParameter } from './secure-parameter';
import { SecureParametersProps } from './secure-parameters-props';
import {
  isUnresolved, mustBe, requireArgument, requireDuration, requireInteger, requireKnown, requireProps, requireSameRegion, requireString,
} from '../../core/validation';

/** Maximum length of a value in the standard tier (Systems Manager API, PutParameter). */
const MAX_LENGTH = 4096;
const MAX_FIELD = 128;
const GENERATED_MIN_LENGTH = 16;
const MIN_CHARACTERS = 10;
const ROTATION = { unit: 'days', min: 1, max: 1000 } as const;
/** Characters that need no escape in a connection string, a URL or a quoted text. */
const DEFAULT_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** A parameter, with the properties of its custom resource. */
export interface ResolvedSecureParameter extends ParameterName {
  readonly fixed?: string;
  readonly length?: number;
  readonly characters?: string;
  readonly generation?: string;
  readonly rotateAfter?: Duration;
  readonly copied?: SecretField;
}

export interface ResolvedSecureParametersProps {
  readonly path: string;
  readonly parameters: ResolvedSecureParameter[];
}

export function resolveSecureParametersProps(scope: IConstruct, props: SecureParametersProps): ResolvedSecureParametersProps {
  requireProps(scope, 'SecureParametersProps', props);
  const path = resolvePath(scope, props.path);
  const names = resolveNames(scope, 'parameters', path, props.parameters);
  const parameters = names.map((name) => ({ ...name, ...resolveValue(scope, `parameters.${name.name}`, props.parameters[name.name]) }));
  declareNames(scope, names);
  return { path, parameters };
}

function resolveValue(scope: IConstruct, prop: string, parameter: SecureParameter): Omit<ResolvedSecureParameter, keyof ParameterName> {
  const { _generated: options, _fixed: fixed, _copied: copied } = parameter;
  if (copied) {
    requireKnown(scope, `${prop}.field`, copied.field);
    requireString(scope, `${prop}.field`, copied.field, { need: `a string of 1 to ${MAX_FIELD} characters`, maxLength: MAX_FIELD });
    requireArgument(scope, `${prop}.secret`, 'ISecret', copied.secret);
    requireSameRegion(scope, `${prop}.secret`, 'a secret', copied.secret);
    return { copied };
  }
  if (options === undefined) {
    if (typeof fixed !== 'string') mustBe(scope, `${prop}.value`, 'a string', fixed);
    // The value of a token may be a secret.
    requireKnown(scope, `${prop}.value`, fixed);
    requireString(scope, `${prop}.value`, fixed, { need: `a string of 1 to ${MAX_LENGTH} characters`, maxLength: MAX_LENGTH });
    return { fixed };
  }
  requireProps(scope, 'GeneratedParameterOptions', options, prop);
  const { length = 32, characters = DEFAULT_CHARACTERS, generation, rotateAfter } = options;
  requireInteger(scope, `${prop}.length`, length, { min: GENERATED_MIN_LENGTH, max: MAX_LENGTH });
  if (!isUnresolved(characters) && (new Set(characters).size < MIN_CHARACTERS || !/^[\x21-\x7e]+$/.test(characters))) {
    mustBe(scope, `${prop}.characters`, `at least ${MIN_CHARACTERS} different printable ASCII characters`, characters);
  }
  requireKnown(scope, `${prop}.rotateAfter`, rotateAfter);
  requireDuration(scope, `${prop}.rotateAfter`, rotateAfter, ROTATION);
  return { length, characters, generation, rotateAfter };
}
