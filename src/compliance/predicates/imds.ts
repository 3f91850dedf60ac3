import { isOneOf } from './intrinsics';
import { HOLDS, mustBe, Outcome } from './outcome';
import { Json } from '../rendered';

/** Fails unless the instance metadata service requires a session token, or is disabled. */
export function requiresImdsV2(options: Json): Outcome {
  return isOneOf(options?.HttpEndpoint, 'disabled') ? HOLDS : mustBe('MetadataOptions.HttpTokens', options?.HttpTokens, 'required');
}
