import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import {
  AuroraCapacity, CompliantAurora, DatabaseAudit, DatabaseCredentials, DatabaseRotation, DatabaseTlsVersion, DatabaseUserOptions, RotationStrategy,
} from '../../src';
import { contract } from '../contract/contract';
import { databaseClient, key, secret, securityGroup, vpc } from '../contract/surroundings';

export const connections = {
  'by secret': (stack: Stack) => [databaseClient(stack), { environmentPrefix: 'LEDGER', secret: secret(stack), readsSecret: true }],
  'by user': (stack: Stack) => [databaseClient(stack), { environmentPrefix: 'LEDGER', databaseUser: 'app' }],
};

export const user = (): DatabaseUserOptions => ({
  username: 'reporting',
  strategy: RotationStrategy.ALTERNATING_USERS,
  privileges: ['SELECT ON ledger.*'],
  secretName: 'ledger/reporting',
  rotateAfter: Duration.days(30),
  rotationSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
  rotation: DatabaseRotation.FUNCTION,
});

export const shared = (stack: Stack) => ({
  credentials: DatabaseCredentials.generated(),
  encryptionKey: key(stack),
  iamAuthentication: true,
  network: {
    subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    securityGroups: [securityGroup(stack)],
    port: 5555,
    minimumTls: DatabaseTlsVersion.TLS_1_2,
    caCertificate: rds.CaCertificate.RDS_CA_RSA2048_G1,
  },
  logs: { exports: ['postgresql'], retention: logs.RetentionDays.TWO_YEARS, audit: DatabaseAudit.ADMINISTRATION },
  monitoring: {
    enhancedInterval: Duration.seconds(30), insights: rds.DatabaseInsightsMode.ADVANCED, insightsRetention: rds.PerformanceInsightRetention.MONTHS_15,
  },
  maintenance: { window: 'Sun:05:00-Sun:06:00', autoMinorVersionUpgrade: true },
});

export default contract(CompliantAurora, {
  variants: {
    'defaults': (stack) => ({ vpc: vpc(stack) }),
    'everything': (stack) => ({
      vpc: vpc(stack),
      engine: rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_16_13 }),
      databaseName: 'ledger',
      clusterIdentifier: 'ledger-database',
      capacity: AuroraCapacity.serverless(),
      readers: 2,
      parameters: { log_min_duration_statement: '1000' },
      ...shared(stack),
      backup: { retention: Duration.days(14), preferredWindow: '02:00-03:00', deletionProtection: true },
      readerScaling: { maxReaders: 4, targetCpuPercent: 60 },
      proxy: { proxyName: 'ledger-proxy', maxConnectionsPercent: 80, borrowTimeout: Duration.seconds(60), idleClientTimeout: Duration.minutes(20) },
    }),
    'readers by connections': (stack) => ({ vpc: vpc(stack), readers: 1, readerScaling: { maxReaders: 3, targetConnections: 400 } }),
    'restored from a snapshot': (stack) => ({
      vpc: vpc(stack), backup: { snapshotIdentifier: 'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:ledger' },
    }),
    'MySQL with backtrack': (stack) => ({
      vpc: vpc(stack),
      engine: rds.DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_10_4 }),
      backup: { backtrackWindow: Duration.hours(24) },
    }),
  },
  methods: {
    logGroup: { variants: { type: () => ['postgresql'] } },
    allowConnectionsFrom: { variants: connections },
    addUser: {
      on: (stack) => new CompliantAurora(stack, 'Made', { vpc: vpc(stack), credentials: DatabaseCredentials.generated() }),
      variants: { everything: () => ['Reporting', user()] },
    },
  },
});
