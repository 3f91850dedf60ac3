import { Framework } from '../compliance/model/framework';

/** The built-in frameworks. */
export const FRAMEWORKS: readonly Framework[] = Object.values(Framework).filter((value): value is Framework => value instanceof Framework);

/** The framework of a call that names none, as of a workload. */
export const DEFAULT_FRAMEWORK = Framework.AWS_FSBP;
