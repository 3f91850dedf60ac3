import { Duration } from 'aws-cdk-lib';
import { PatchOperatingSystem, PatchSchedule } from '../../src';
import { contract } from '../contract/contract';
import { bucket, managedInstances } from '../contract/surroundings';

export default contract(PatchSchedule, {
  variants: {
    defaults: () => ({ targetTags: { Patched: 'yes' } }),
    everything: (stack) => ({
      targetTags: { Patched: 'yes' },
      schedule: 'cron(0 3 ? * SUN *)',
      timeZone: 'Europe/London',
      duration: Duration.hours(4),
      cutoff: Duration.hours(1),
      maxConcurrency: '25%',
      maxErrors: '10%',
      reboot: true,
      operatingSystems: [PatchOperatingSystem.AMAZON_LINUX_2023],
      approveAfter: Duration.days(7),
      outputBucket: bucket(stack),
      outputPrefix: 'patching',
    }),
  },
  methods: {
    include: { variants: { instances: (stack) => [managedInstances(stack)] } },
  },
});
