import { STORAGE } from './storage';
import { Safeguard } from '../safeguard';

/** Everything that the check knows, by domain. */
export const SAFEGUARDS: readonly Safeguard[] = [
  ...STORAGE,
];
