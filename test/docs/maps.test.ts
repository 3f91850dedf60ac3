import { readApi } from '../../scripts/public-api';

const OWN = 'the keys are names of the user';
const UNLISTED = 'not checked: the names depend on the version of the engine or on the rule, and no list is at hand at synthesis';

/** Maps that users fill, and what synthesis does about a misspelled key. A new map needs a row: a key from a known set must not be ignored. */
const FILLED: Record<string, string> = {
  'AutoScalingServiceProps.environment': OWN,
  'CompliantAuroraProps.parameters': UNLISTED,
  'CompliantPostgresProps.parameters': UNLISTED,
  'ConfigRuleOptions.parameters': UNLISTED,
  'ConfigurationParametersProps.values': OWN,
  'FargateServiceProps.environment': OWN,
  'FargateServiceProps.secrets': OWN,
  'FargateSidecar.environment': OWN,
  'FargateSidecar.secrets': OWN,
  'InstanceLogging.files': OWN,
  'ManagedConfigRule.parameters': UNLISTED,
  'ManagedRuleGroupOptions.overrides': 'synthesis refuses other letters, and warns about unknown rules of AWS; AWS adds rules between releases of the library',
  'PatchScheduleProps.targetTags': OWN,
  'RestoreTestingOptions.metadata': 'synthesis refuses unknown resource types; AWS Backup compares the keys of a type without case and adds keys',
  'SecureParametersProps.parameters': OWN,
  'WorkloadMonitoringProps.alarms': 'synthesis refuses keys of no alarm',
  'WorkloadProps.tags': OWN,
};

/** Maps that constructs fill, with the method that returns an entry and refuses unknown keys: the index of a map has no error in TypeScript, Java and Go. */
const READ: Record<string, string> = {
  'AutoScalingService.logGroups': 'logGroup',
  'BackupPlan.copyVaults': 'copyVault',
  'CompliantAurora.logGroups': 'logGroup',
  'CompliantPostgres.logGroups': 'logGroup',
  'ConfigurationParameters.parameters': 'parameter',
  'InterfaceEndpoints.endpoints': 'endpoint',
};

const { classes, structs } = readApi();

test('every map of the public API that users fill has a review of misspelled keys', () => {
  const props = [...structs.values()].flatMap(({ name, props: all }) => all.filter(({ type, owner }) => type.kind === 'map' && owner === name).map((prop) => `${name}.${prop.name}`));
  const parameters = classes.flatMap(({ name, methods, parameters: own = [] }) => [...own, ...methods.flatMap((method) => method.parameters)]
    .filter(({ type }) => type.kind === 'map').map((parameter) => `${name}.${parameter.name}`));
  expect([...props, ...parameters].sort()).toEqual(Object.keys(FILLED));
});

test('every map of a public class has a method that returns an entry', () => {
  expect(classes.flatMap(({ name, maps }) => maps.map((map) => `${name}.${map}`)).sort()).toEqual(Object.keys(READ));
  const absent = Object.entries(READ).filter(([map, method]) => {
    const declared = classes.find(({ name }) => name === map.split('.')[0])!;
    return declared.methods.find(({ name }) => name === method)?.parameters.length !== 1;
  });
  expect(absent).toEqual([]);
});
