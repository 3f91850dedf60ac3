import { Duration } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AuditTrail } from '../../src';
import { contract } from '../contract/contract';
import { bucket, key } from '../contract/surroundings';

export default contract(AuditTrail, {
  variants: {
    'defaults': () => undefined,
    'everything': (stack) => ({
      trailName: 'ledger-trail',
      prefix: 'trail',
      storage: {
        bucketName: 'ledger-trail',
        accessLogs: bucket(stack, 'Logs'),
        lifecycle: {
          infrequentAccessAfter: Duration.days(30),
          glacierAfter: Duration.days(90),
          expireAfter: Duration.days(800),
          expireNoncurrentAfter: Duration.days(60),
        },
        lock: Duration.days(400),
      },
      encryptionKey: key(stack),
      events: { objects: true, objectsOf: [bucket(stack)], functions: true, insights: true },
      logs: { logGroupName: '/ledger/trail', retention: logs.RetentionDays.ONE_YEAR, encryptionKey: key(stack, 'LogKey'), alarms: true },
      organizationId: 'o-0123456789',
    }),
    'a bucket elsewhere': (stack) => ({ bucket: bucket(stack), prefix: 'trail' }),
  },
  methods: {
    validationCommand: { variants: { time: () => ['2026-01-01T00:00:00Z'] } },
  },
});
