import { except } from './service-cases';
import { BATCH } from '../../../src/compliance/safeguards/batch';
import { never, triples } from '../triples';

const JOB = { Type: 'container', ContainerProperties: { Image: 'i' } };

describe('safeguards of AWS Batch', () => triples(BATCH, {
  'Batch.JobNotPrivileged': except(never('ContainerProperties.Privileged', false, [true], { with: JOB }), { Type: 'multinode' }),
  'Batch.JobNoPublicIp': except(
    never('ContainerProperties.NetworkConfiguration.AssignPublicIp', 'DISABLED', ['ENABLED'], { as: 'NetworkConfiguration.AssignPublicIp', with: JOB }),
    { Type: 'multinode' }),
}));
