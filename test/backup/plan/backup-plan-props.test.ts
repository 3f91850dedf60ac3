import { App, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  BackupCopy, BackupDayOfWeek, BackupPlan, BackupPlanProps, BackupResourceType, BackupRule, BackupRuleOptions, BackupVault, Lifecycle,
  RecoveryObjectives, RestoreTestingOptions, VaultLock,
} from '../../../src';
import { backedUpResources } from '../../../src/core/workload/registry';
import { limits, refusal } from '../../refusal';
import { templateOf, testStack } from '../../support';

const { fromArn, fromTag, fromConstruct } = backup.BackupResource;
const TOKEN = Token.asNumber(Fn.ref('Number'));
const FSX = 'arn:aws:fsx:eu-west-2:123456789012:file-system/fs-1';
const LOCK = 'must be at least the minimum retention of the vault\'s lock (7 days)';

/** The message of a plan in eu-west-2, whose workload is in eu-west-2 and eu-west-1. */
function planned(props: BackupPlanProps | ((stack: Stack) => BackupPlanProps), lifecycle = Lifecycle.PRODUCTION): string | undefined {
  const stack = testStack({ lifecycle, regions: ['eu-west-2', 'eu-west-1'] });
  return refusal(() => new BackupPlan(stack, 'Backup', typeof props === 'function' ? props(stack) : props));
}

const daily = (options: BackupRuleOptions) => planned({ rules: [BackupRule.daily(options)] });
const copied = (copy: BackupCopy) => daily({ copies: [copy] });
const restored = (restoreTesting: RestoreTestingOptions) => planned({ restoreTesting });

describe('rules', () => {
  test('are not empty, and one of each kind', () => {
    expect(planned({ rules: [] })).toBe('rules must not be empty');
    expect(planned({ rules: [BackupRule.daily(), BackupRule.weekly(), BackupRule.daily({ hour: 7 })] }))
      .toBe("rules must have at most one rule of each kind, got two of kind 'Daily'");
    const rule = BackupRule.daily();
    expect(planned({ rules: [rule, rule] })).toBe('rules must be a list without duplicates, got [a BackupRule, a BackupRule]');
  });

  test('run at an hour from 0 to 23', () => limits((hour) => daily({ hour }), [0, 23], [
    [-1, 'rules[0].hour must be an integer from 0 to 23, got -1'],
    [24, 'rules[0].hour must be an integer from 0 to 23, got 24'],
    [1.5, 'rules[0].hour must be an integer from 0 to 23, got 1.5'],
    [NaN, 'rules[0].hour must be a finite number, got NaN'],
    [TOKEN, 'rules[0].hour must be known at synthesis, got a token'],
  ]));

  test('run on a day from 1 to 28', () => limits((day) => planned({ rules: [BackupRule.daily(), BackupRule.monthly({ day })] }), [1, 28], [
    [0, 'rules[1].day must be an integer from 1 to 28, got 0'],
    [29, 'rules[1].day must be an integer from 1 to 28, got 29'],
    [TOKEN, 'rules[1].day must be known at synthesis, got a token'],
  ]));

  test('run on a day of the week', () => {
    expect(Object.values(BackupDayOfWeek).map((weekDay) => planned({ rules: [BackupRule.weekly({ weekDay })] }))).toEqual(Array(7).fill(undefined));
    expect(Object.values(BackupDayOfWeek)).toEqual(['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']);
    expect(planned({ rules: [BackupRule.weekly({ weekDay: 'FRIDAY' as BackupDayOfWeek })] }))
      .toBe("rules[0].weekDay must be a member of BackupDayOfWeek, got 'FRIDAY'");
  });

  test('run at an interval that divides a day', () => limits((interval) => planned({ rules: [BackupRule.hourly(interval)] }),
    [1, 2, 3, 4, 6, 8, 12].map((hours) => Duration.hours(hours)), [
      [Duration.minutes(30), 'rules[0].interval must be 1, 2, 3, 4, 6, 8 or 12 hours, got 30 minutes'],
      [Duration.hours(5), 'rules[0].interval must be 1, 2, 3, 4, 6, 8 or 12 hours, got 5 hours'],
      [Duration.hours(24), 'rules[0].interval must be 1, 2, 3, 4, 6, 8 or 12 hours, got 1 day'],
      [Duration.minutes(TOKEN), 'rules[0].interval must be known at synthesis, got a token'],
      [null as any, 'rules[0].interval must be a Duration, got null'],
      [4 as any, 'rules[0].interval must be a Duration, got 4'],
    ]));

  test('have no hour where they are hourly', () => {
    expect(planned({ rules: [BackupRule.hourly(Duration.hours(6), { hour: 3 })] })).toBe('rules[0].hour must be undefined for an hourly rule, got 3');
  });

  test('have options of their types', () => {
    expect(daily(null as any)).toBe('rules[0] must be a BackupRuleOptions, got null');
    expect(planned({ rules: [BackupRule.weekly(null as any)] })).toBe('rules[0] must be a WeeklyBackupOptions, got null');
    expect(planned({ rules: [BackupRule.monthly(null as any)] })).toBe('rules[0] must be a MonthlyBackupOptions, got null');
    expect(planned({ rules: [BackupRule.continuous(null as any)] })).toBe('rules[0] must be a BackupRuleOptions, got null');
    expect(planned({ rules: [BackupRule.hourly(Duration.hours(1), null as any)] })).toBe('rules[0] must be a BackupRuleOptions, got null');
  });
});

describe('windows', () => {
  test('to start are at least an hour', () => limits((startWindow) => daily({ startWindow }), [Duration.minutes(60), Duration.minutes(TOKEN)], [
    [Duration.minutes(59), 'rules[0].startWindow must be a whole number of minutes from 60 to 52560000, got 59 minutes'],
    [Duration.seconds(3601), 'rules[0].startWindow must be a whole number of minutes from 60 to 52560000, got 1 hour 1 second'],
    [Duration.minutes(52_560_001), 'rules[0].startWindow must be a whole number of minutes from 60 to 52560000, got 36500 days 1 minute'],
    [Duration.days(7), 'rules[0].completionWindow must be longer than startWindow (7 days), got 7 days'],
  ]));

  test('to complete are longer than to start', () => {
    limits((completionWindow) => daily({ completionWindow }), [Duration.minutes(481), Duration.minutes(52_560_000), Duration.minutes(TOKEN)], [
      [Duration.hours(8), 'rules[0].completionWindow must be longer than startWindow (8 hours), got 8 hours'],
      [Duration.minutes(59), 'rules[0].completionWindow must be a whole number of minutes from 60 to 52560000, got 59 minutes'],
    ]);
    limits((completionWindow) => daily({ startWindow: Duration.hours(2), completionWindow }), [Duration.minutes(121)], [
      [Duration.hours(2), 'rules[0].completionWindow must be longer than startWindow (2 hours), got 2 hours'],
    ]);
    expect(daily({ startWindow: Duration.minutes(TOKEN), completionWindow: Duration.hours(1) })).toBeUndefined();
  });
});

describe('retention', () => {
  const unlocked = (options: BackupRuleOptions) => planned((stack) => (
    { vault: new BackupVault(stack, 'Open', { lock: VaultLock.NONE }).vault, rules: [BackupRule.daily(options)] }));

  test('is 1 to 36,500 days', () => limits((deleteAfter) => unlocked({ deleteAfter }), [Duration.days(1), Duration.days(36_500), Duration.days(TOKEN)], [
    [Duration.days(0), 'rules[0].deleteAfter must be a whole number of days from 1 to 36500, got 0 days'],
    [Duration.days(36_501), 'rules[0].deleteAfter must be a whole number of days from 1 to 36500, got 36501 days'],
    [Duration.hours(36), 'rules[0].deleteAfter must be a whole number of days from 1 to 36500, got 1 day 12 hours'],
  ]));

  test('includes at least 90 days in cold storage', () => {
    limits((deleteAfter) => unlocked({ deleteAfter, moveToColdStorageAfter: Duration.days(30) }), [Duration.days(120), Duration.days(TOKEN)], [
      [Duration.days(119), 'rules[0].deleteAfter must be at least 90 days longer than moveToColdStorageAfter (30 days), got 119 days'],
    ]);
    const archived = (moveToColdStorageAfter: Duration) => unlocked({ deleteAfter: Duration.days(36_500), moveToColdStorageAfter });
    limits(archived, [Duration.days(1), Duration.days(36_410)], [
      [Duration.days(0), 'rules[0].moveToColdStorageAfter must be a whole number of days from 1 to 36500, got 0 days'],
      [Duration.days(36_411), 'rules[0].deleteAfter must be at least 90 days longer than moveToColdStorageAfter (36411 days), got 36500 days'],
    ]);
  });

  test('of a continuous backup is at most 35 days, without cold storage', () => {
    limits((deleteAfter) => planned({ rules: [BackupRule.continuous({ deleteAfter })] }), [Duration.days(35)], [
      [Duration.days(36), 'rules[0].deleteAfter must be a whole number of days from 1 to 35, got 36 days'],
    ]);
    expect(planned({ rules: [BackupRule.continuous({ deleteAfter: Duration.days(100), moveToColdStorageAfter: Duration.days(1) })] }))
      .toBe('rules[0].moveToColdStorageAfter must be undefined for a continuous backup, got 1 day');
  });

  test('is within the lock of the vault that the plan makes', () => limits((deleteAfter) => daily({ deleteAfter }), [Duration.days(7)], [
    [Duration.days(6), `rules[0].deleteAfter ${LOCK}, got 6 days`],
  ]));

  test('is within the lock of an existing vault', () => {
    const locked = (deleteAfter: Duration) => planned((stack) => ({
      vault: new BackupVault(stack, 'V', { lock: VaultLock.compliance({ minRetention: Duration.days(14), maxRetention: Duration.days(30) }) }).vault,
      rules: [BackupRule.daily({ deleteAfter })],
    }), Lifecycle.EPHEMERAL);
    limits(locked, [Duration.days(14), Duration.days(30)], [
      [Duration.days(13), 'rules[0].deleteAfter must be at least the minimum retention of the vault\'s lock (14 days), got 13 days'],
      [Duration.days(31), 'rules[0].deleteAfter must be at most the maximum retention of the vault\'s lock (30 days), got 31 days'],
    ]);
    const open = (stack: Stack) => ({ vault: backup.BackupVault.fromBackupVaultName(stack, 'V', 'theirs'), rules: [BackupRule.daily({ deleteAfter: Duration.days(1) })] });
    expect(planned(open)).toBeUndefined();
    const unknown = (stack: Stack) => ({ vault: new BackupVault(stack, 'V', { lock: VaultLock.governance({ minRetention: Duration.days(TOKEN) }) }).vault });
    expect(planned(unknown)).toBeUndefined();
  });

  test('is not limited by a lock where the plan makes none', () => {
    expect(planned({ rules: [BackupRule.daily({ deleteAfter: Duration.days(1) })] }, Lifecycle.EPHEMERAL)).toBeUndefined();
  });
});

describe('copies', () => {
  test('go to another Region of the workload', () => limits((region) => copied(BackupCopy.toRegion(region)), ['eu-west-1'], [
    ['eu-west-2', "rules[0].copies[0].region must be another Region than that of the plan, or specify BackupCopy.toVault, got 'eu-west-2'"],
    ['us-west-2', "rules[0].copies[0].region must be a Region of workload 'ledger' (eu-west-2, eu-west-1), got 'us-west-2'"],
    ['us-gov-west-1', "rules[0].copies[0].region must be a Region in partition aws, got 'us-gov-west-1'"],
    ['Ireland', "rules[0].copies[0].region must be a Region such as us-west-2, got 'Ireland'"],
    [Fn.ref('Region'), 'rules[0].copies[0].region must be known at synthesis, got a token'],
    [null as any, 'rules[0].copies[0].region must be a Region such as us-west-2, got null'],
  ]));

  test('go to a vault in a Region of the workload', () => {
    const vaultIn = (region: string) => planned((stack) => ({
      rules: [BackupRule.daily({ copies: [BackupCopy.toVault(backup.BackupVault.fromBackupVaultArn(stack, 'There', `arn:aws:backup:${region}:123456789012:backup-vault:there`))] })],
    }));
    limits(vaultIn, ['eu-west-1', 'eu-west-2'], [
      ['cn-north-1', "rules[0].copies[0].region must be a Region in partition aws, got 'cn-north-1'"],
      ['us-west-2', "rules[0].copies[0].region must be a Region of workload 'ledger' (eu-west-2, eu-west-1), got 'us-west-2'"],
    ]);
    expect(copied(BackupCopy.toVault(null as any))).toBe('rules[0].copies[0].vault must be an IBackupVault, got null');
    expect(copied(BackupCopy.toVault({} as any))).toBe('rules[0].copies[0].vault must be an IBackupVault, got {}');
  });

  test('go to different vaults', () => {
    const twice = (stack: Stack) => {
      const vault = backup.BackupVault.fromBackupVaultName(stack, 'There', 'there');
      return [BackupCopy.toVault(vault), BackupCopy.toVault(vault)];
    };
    expect(planned({ rules: [BackupRule.daily({ copies: [BackupCopy.toRegion('eu-west-1'), BackupCopy.toRegion('eu-west-1', { deleteAfter: Duration.days(90) })] })] }))
      .toBe("rules[0].copies[1] must be a copy to another vault than rules[0].copies[0], got 'eu-west-1'");
    expect(planned((stack) => ({ rules: [BackupRule.daily({ copies: twice(stack) })] })))
      .toBe("rules[0].copies[1] must be a copy to another vault than rules[0].copies[0], got 'Stack/There'");
    expect(planned((stack) => ({
      rules: [BackupRule.daily({ copies: ['A', 'B'].map((id) => BackupCopy.toVault(backup.BackupVault.fromBackupVaultName(stack, id, 'there'))) })],
    }))).toBe("rules[0].copies[1] must be a copy to another vault than rules[0].copies[0], got 'Stack/B'");
  });

  test('go to another vault than that of the plan', () => {
    const own = "rules[0].copies[0] must be a copy to another vault than that of the plan, got 'Stack/";
    expect(planned((stack) => {
      const { vault } = new BackupVault(stack, 'Own');
      return { vault, rules: [BackupRule.daily({ copies: [BackupCopy.toVault(vault)] })] };
    })).toBe(`${own}Own/Vault'`);
    const arn = (name: string) => `arn:aws:backup:eu-west-2:123456789012:backup-vault:${name}`;
    limits((name) => planned((stack) => ({
      vault: backup.BackupVault.fromBackupVaultName(stack, 'Vault', 'own'),
      rules: [BackupRule.daily({ copies: [BackupCopy.toVault(backup.BackupVault.fromBackupVaultArn(stack, 'There', arn(name)))] })],
    })), ['other'], [['own', `${own}There'`]]);
  });

  test('have a lifecycle within the lock of their vault', () => {
    limits((deleteAfter) => copied(BackupCopy.toRegion('eu-west-1', { deleteAfter })), [Duration.days(7)], [
      [Duration.days(6), `rules[0].copies[0].deleteAfter ${LOCK}, got 6 days`],
    ]);
    limits((moveToColdStorageAfter) => copied(BackupCopy.toRegion('eu-west-1', { deleteAfter: Duration.days(91), moveToColdStorageAfter })), [Duration.days(1)], [
      [Duration.days(2), 'rules[0].copies[0].deleteAfter must be at least 90 days longer than moveToColdStorageAfter (2 days), got 91 days'],
    ]);
    const second = (maxRetention: Duration) => planned((stack) => ({
      rules: [BackupRule.daily({ copies: [BackupCopy.toVault(new BackupVault(stack, 'Second', { lock: VaultLock.governance({ maxRetention }) }).vault)] })],
    }));
    limits(second, [Duration.days(35)], [
      [Duration.days(34), 'rules[0].copies[0].deleteAfter must be at most the maximum retention of the vault\'s lock (34 days), got 35 days'],
    ]);
  });

  test('have a vault with one well-formed name', () => {
    limits((backupVaultName) => copied(BackupCopy.toRegion('eu-west-1', { backupVaultName })), ['ab'], [
      ['a', "rules[0].copies[0].backupVaultName must be a backup vault name of at least 2 characters A-Z a-z 0-9 - _, got 'a'"],
    ]);
    const rules = (second: string) => [
      BackupRule.daily({ copies: [BackupCopy.toRegion('eu-west-1', { backupVaultName: 'one' })] }),
      BackupRule.weekly({ copies: [BackupCopy.toRegion('eu-west-1', { backupVaultName: second })] }),
    ];
    limits((second) => planned({ rules: rules(second) }), ['one'], [
      ['two', "rules[1].copies[0].backupVaultName must be 'one', the name of the workload's vault in eu-west-1, got 'two'"],
    ]);
  });

  test('have options of their types, and are not empty', () => {
    expect(copied(BackupCopy.toRegion('eu-west-1', null as any))).toBe('rules[0].copies[0] must be a RegionalBackupCopyOptions, got null');
    expect(daily({ copies: [] })).toBe('rules[0].copies must not be empty');
  });

  test('in another Region need a stack with a Region', () => {
    const stack = new Stack(new App(), 'Anywhere');
    expect(refusal(() => new BackupPlan(stack, 'Backup', { rules: [BackupRule.daily({ copies: [BackupCopy.toRegion('us-west-2')] })] })))
      .toBe("env.region of stack 'Anywhere' must be known at synthesis, got a token: the stack refers to a stack in us-west-2");
  });
});

describe('objectives', () => {
  const met = (objectives: RecoveryObjectives, ...rules: BackupRule[]) => planned({ objectives, rules });
  const copies = [BackupCopy.toRegion('eu-west-1')];
  const hours = (count: number) => BackupRule.hourly(Duration.hours(count), { copies });

  test('for the recovery point are met by the rule that runs most often, in any order', () => {
    const [four, daily_] = [BackupRule.hourly(Duration.hours(4)), BackupRule.daily()];
    for (const rules of [[four, daily_], [daily_, four]]) {
      limits((recoveryPoint) => met({ recoveryPoint }, ...rules), [Duration.hours(4)], [
        [Duration.minutes(239), 'objectives.recoveryPoint must be at least 4 hours, the shortest interval of the rules, got 3 hours 59 minutes'],
      ]);
    }
  });

  test.each<[string, Duration, string]>([
    ['weekly', Duration.days(7), '7 days'], ['monthly', Duration.days(31), '31 days'], ['daily', Duration.days(1), '1 day'], ['continuous', Duration.minutes(15), '15 minutes'],
  ])('for the recovery point are met by the interval of a %s rule', (kind, interval, text) => {
    const rule = BackupRule[kind as 'daily']();
    expect(met({ recoveryPoint: interval }, rule)).toBeUndefined();
    expect(met({ recoveryPoint: interval.minus(Duration.minutes(1)) }, rule))
      .toMatch(new RegExp(`^objectives.recoveryPoint must be at least ${text}, the shortest interval of the rules, got `));
  });

  test('for the loss of the Region are met by the rule with copies that runs most often, in any order', () => {
    for (const rules of [[hours(6), BackupRule.daily({ copies })], [BackupRule.daily({ copies }), hours(6)], [hours(6), BackupRule.continuous()]]) {
      limits((recoveryPointElsewhere) => met({ recoveryPointElsewhere }, ...rules), [Duration.hours(6)], [
        [Duration.hours(5), 'objectives.recoveryPointElsewhere must be at least 6 hours, the shortest interval of the rules with copies in another Region, got 5 hours'],
      ]);
    }
  });

  test.each<[string, BackupRule]>([['daily', BackupRule.daily({ copies })], ['continuous', BackupRule.continuous({ copies })]])(
    'for the loss of the Region are met once a day by a %s rule', (_, rule) => {
      limits((recoveryPointElsewhere) => met({ recoveryPointElsewhere }, BackupRule.hourly(Duration.hours(1)), rule), [Duration.days(1)], [
        [Duration.hours(23), 'objectives.recoveryPointElsewhere must be at least 1 day, the shortest interval of the rules with copies in another Region, got 23 hours'],
      ]);
    });

  test('for the loss of the Region need copies in another Region', () => {
    const objectives = { recoveryPointElsewhere: Duration.days(1) };
    const message = 'specify a rule with copies in another Region with objectives.recoveryPointElsewhere';
    expect(met(objectives, BackupRule.daily())).toBe(message);
    expect(planned((stack) => ({ objectives, rules: [BackupRule.daily({ copies: [BackupCopy.toVault(new BackupVault(stack, 'Second').vault)] })] }))).toBe(message);
  });

  test('for the recovery time need restore testing', () => {
    const objectives = { recoveryTime: Duration.minutes(1) };
    expect(planned({ objectives })).toBe('specify restoreTesting with objectives.recoveryTime: restore jobs measure the recovery time');
    expect(planned({ objectives, restoreTesting: {} })).toBeUndefined();
  });

  test.each(['recoveryPoint', 'recoveryPointElsewhere', 'recoveryTime'])('%s is a known duration of at least a minute', (name) => {
    expect(planned({ objectives: { [name]: Duration.minutes(TOKEN) } })).toBe(`objectives.${name} must be known at synthesis, got a token`);
    expect(planned({ objectives: { [name]: Duration.minutes(0) } })).toBe(`objectives.${name} must be a whole number of minutes of at least 1, got 0 minutes`);
  });

  test('are met for each resource type when the app is synthesized', () => {
    const synthesized = (recoveryPoint: Duration, ...rules: BackupRule[]) => {
      const stack = testStack();
      for (const arn of ['arn:aws:rds:eu-west-2:123456789012:db:a', 'arn:aws:rds:eu-west-2:123456789012:cluster:a', 'arn:aws:s3:::a', 'arn:aws:dynamodb:eu-west-2:123456789012:table/a']) {
        backedUpResources(stack).add({ construct: stack, resource: fromArn(arn) });
      }
      new BackupPlan(stack, 'Backup', { objectives: { recoveryPoint }, rules });
      try {
        templateOf(stack);
        return undefined;
      } catch (error) {
        return (error as Error).message.replace(/^[^]*?\] /, '');
      }
    };
    const text = (interval: string, got: string) => (
      `objectives.recoveryPoint must be at least ${interval}, the shortest interval of the rules for DynamoDB, which has no continuous backup, got ${got}`);
    const [continuous, hourly] = [BackupRule.continuous(), BackupRule.hourly(Duration.hours(2))];
    for (const rules of [[continuous, hourly], [hourly, continuous]]) {
      expect(synthesized(Duration.hours(2), ...rules)).toBeUndefined();
      expect(synthesized(Duration.hours(1), ...rules)).toBe(text('2 hours', '1 hour'));
    }
    expect(synthesized(Duration.days(1), BackupRule.continuous())).toBeUndefined();
    expect(synthesized(Duration.hours(23), BackupRule.continuous())).toBe(text('1 day', '23 hours'));
  });
});

describe('restore testing', () => {
  test('selects recovery points of 1 to 365 days', () => limits((selectionWindow) => restored({ selectionWindow }), [Duration.days(1), Duration.days(365)], [
    [Duration.days(0), 'restoreTesting.selectionWindow must be a whole number of days from 1 to 365, got 0 days'],
    [Duration.days(366), 'restoreTesting.selectionWindow must be a whole number of days from 1 to 365, got 366 days'],
  ]));

  test('keeps restored resources for 0 to 168 hours', () => limits((validationWindow) => restored({ validationWindow }), [Duration.hours(0), Duration.hours(168)], [
    [Duration.hours(169), 'restoreTesting.validationWindow must be a whole number of hours from 0 to 168, got 7 days 1 hour'],
    [Duration.minutes(90), 'restoreTesting.validationWindow must be a whole number of hours from 0 to 168, got 1 hour 30 minutes'],
  ]));

  test('has metadata by resource type', () => {
    for (const name of ['Aurora', 'RDS', 'DynamoDB', 'EBS', 'EC2', 'EFS', 'S3']) expect(restored({ metadata: { [name]: { key: 'value' } } })).toBeUndefined();
    expect(restored({ metadata: { aurora: { key: 'value' } } }))
      .toBe('restoreTesting.metadata must be a map by resource type (Aurora, RDS, DynamoDB, EBS, EC2, EFS, S3), got { aurora }');
  });
});

describe('the selection', () => {
  const selected = (...resources: backup.BackupResource[]) => planned({ selection: { resources } });

  test('has resources by ARN or tag', () => {
    expect(planned((stack) => ({ selection: { resources: [fromConstruct(new Construct(stack, 'Part'))] } })))
      .toBe("selection.resources[0] must be an ARN or a tag, got 'Stack/Part'");
    expect(selected(new backup.BackupResource())).toBe('selection.resources[0] must be an ARN or a tag, got a BackupResource');
  });

  test('has resources of known types', () => {
    const type = [BackupResourceType.EFS];
    expect(selected(fromTag('backup', 'daily'))).toBe("specify selection.resourceTypes: tag 'backup' does not show its resource type");
    expect(selected(fromArn(FSX))).toBe(`specify selection.resourceTypes: '${FSX}' does not show its resource type`);
    expect(planned({ selection: { resources: [fromTag('backup', 'daily'), fromArn(FSX)], resourceTypes: type } })).toBeUndefined();
  });

  test('has resources of the workload of known types', () => {
    const stack = testStack();
    new BackupPlan(stack, 'Backup');
    expect(refusal(() => backedUpResources(stack).add({ construct: stack, resource: fromArn(FSX) })))
      .toBe(`specify selection.resourceTypes: '${FSX}' does not show its resource type`);
  });
});

test('a vault and its name are alternatives', () => {
  expect(planned((stack) => ({ vault: new BackupVault(stack, 'Vault').vault, backupVaultName: 'mine' }))).toBe('specify either vault or backupVaultName, not both');
  limits((backupVaultName) => planned({ backupVaultName }), ['ab', 'a'.repeat(50)], [
    ['a', "backupVaultName must be a backup vault name of at least 2 characters A-Z a-z 0-9 - _, got 'a'"],
    ['a'.repeat(51), 'backupVaultName must be at most 50 characters for a backup vault, got 51'],
  ]);
});

test.each<[string, unknown, string]>([
  ['rules', 'daily', "rules must be a list, got 'daily'"],
  ['rules', [undefined], 'rules[0] must be a BackupRule, got undefined'],
  ['selection', [], 'selection must be a BackupPlanSelection, got []'],
  ['selection', { resources: [] }, 'selection.resources must not be empty'],
  ['selection', { workload: 'no' }, "selection.workload must be true or false, got 'no'"],
  ['vault', {}, 'vault must be an IBackupVault, got {}'],
  ['topic', null, 'topic must be an ITopic, got null'],
  ['objectives', { recoveryPoint: 4 }, 'objectives.recoveryPoint must be a Duration, got 4'],
  ['restoreTesting', { schedule: events.Schedule.expression('rate(7 days)') }, "restoreTesting.schedule must be a cron schedule with 6 fields, got 'rate(7 days)'"],
  ['restoreTesting', { schedule: events.Schedule.expression('cron(61 0 * * ? *)') }, "restoreTesting.schedule must have a minute from 0 to 59, got '61'"],
  ['restoreTesting', { schedule: events.Schedule.expression('cron(0 0 * *)') }, "restoreTesting.schedule must be a cron schedule with 6 fields, got 'cron(0 0 * *)'"],
  ['restoreTesting', { schedule: 'cron(0 0 * * ? *)' }, "restoreTesting.schedule must be a Schedule, got 'cron(0 0 * * ? *)'"],
])('%s of another type is refused', (prop, value, message) => {
  expect(planned({ [prop]: value })).toBe(message);
});

test('the name of a plan is one that AWS Backup accepts', () => {
  expect(refusal(() => new BackupPlan(testStack({ suffix: undefined, namePattern: '{name}:{type}' }), 'Backup', {})))
    .toBe("name of type 'backup-plan' must be a backup vault name of at least 2 characters A-Z a-z 0-9 - _, got 'ledger:backup-plan'");
});

test('the vault is in the Region', () => {
  const stack = testStack();
  const vault = backup.BackupVault.fromBackupVaultArn(stack, 'Vault', 'arn:aws:backup:us-east-1:123456789012:backup-vault:a');
  expect(refusal(() => new BackupPlan(stack, 'Plan', { vault }))).toBe("vault must be a vault in eu-west-2, got 'Stack/Vault' in us-east-1");
});

test('the topic is a standard topic in the Region', () => {
  const notified = (arn: string) => {
    const stack = testStack();
    return refusal(() => new BackupPlan(stack, 'Plan', { topic: sns.Topic.fromTopicArn(stack, 'Topic', arn) }));
  };
  expect(notified('arn:aws:sns:eu-west-2:123456789012:a.fifo')).toBe("topic must be a standard topic, got FIFO topic 'Stack/Topic'");
  expect(notified('arn:aws:sns:us-east-1:123456789012:a')).toBe("topic must be a topic in eu-west-2, got 'Stack/Topic' in us-east-1");
});

test('a selection has at most 500 ARNs, of which 30 have wildcards', () => {
  const table = (name: string) => fromArn(`arn:aws:dynamodb:eu-west-2:123456789012:table/${name}`);
  const tables = (count: number, suffix = '') => planned({ selection: { workload: false, resources: Array.from({ length: count }, (_, index) => table(`t${index}${suffix}`)) } });
  expect(tables(500)).toBeUndefined();
  expect(tables(501)).toBe('selection.resources must have at most 500 ARNs, got 501');
  expect(tables(30, '*')).toBeUndefined();
  expect(tables(31, '*')).toBe('selection.resources must have at most 30 ARNs with wildcards, got 31');
  expect(planned({ selection: { workload: false, resourceTypes: [BackupResourceType.DYNAMODB], resources: [fromArn('orders')] } }))
    .toBe("selection.resources[0] must be an ARN or a tag, got 'orders'");
});
