import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { Duration } from 'aws-cdk-lib';
import { AuditTrail } from '../../src';
import { parseDocument } from '../../src/cli/input/document';
import { TemplateFile } from '../../src/cli/input/template-file';
import { TemplateFix, templateFixesOf } from '../../src/cli/template-fix';
import { TEMPLATE_FIXES } from '../../src/cli/template-fixes';
import { outcomeOf } from '../../src/compliance/judge';
import { RenderedTemplate } from '../../src/compliance/rendered';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { templateOf, testStack } from '../support';

type Json = any;

const spec = loadAwsServiceSpecSync();
const resourceOf = (type: string) => spec.lookup('resource', 'cloudFormationType', 'equals', type)[0];
const isOwn = (type: string) => type.startsWith('Custom::');
/** The logical id of the judged resource in the fixes. */
const JUDGED = '<resource>';

// A path with its value, for example `A.B[].C: 1`: { A: { B: [{ C: 1 }] } }.
function set(properties: Json, path: string, value: Json): void {
  const [head, ...tail] = path.split('.');
  const isList = head.endsWith('[]');
  const name = head.replace('[]', '');
  if (tail.length === 0) {
    properties[name] = isList ? [value] : value;
    return;
  }
  const child = properties[name] ??= isList ? [{}] : {};
  set(isList ? child[0] : child, tail.join('.'), value);
}
function propertiesOf({ properties }: TemplateFix): Json {
  const made = {};
  for (const { path, value } of properties) set(made, path, parseDocument(`value: ${value}`).body.value);
  return made;
}
const removedBy = ({ omitted }: TemplateFix) => omitted.map((path) => {
  const made = {};
  set(made, path, '<removed>');
  return made;
});

const isFunction = (value: Json) => typeof value === 'object' && Object.keys(value).length === 1 && /^(Ref|Fn::)/.test(Object.keys(value)[0]);
const isPlaceholder = (value: Json) => typeof value === 'string' && /^<.*>$/.test(value);

// What the registry does not have of a value: names of properties, and values of another type.
function unknown(type: Json, value: Json, path: string): string[] {
  if (isPlaceholder(value) || isFunction(value)) return [];
  const isMap = typeof value === 'object' && !Array.isArray(value);
  switch (type.type) {
    case 'ref': return isMap ? unknownIn(spec.get('typeDefinition', type.reference.$ref).properties, value, path) : [`${path} must be a map`];
    case 'array': return Array.isArray(value) ? value.flatMap((item) => unknown(type.element, item, `${path}[]`)) : [`${path} must be a list`];
    case 'map': return isMap ? Object.entries(value).flatMap(([key, item]) => unknown(type.element, item, `${path}.${key}`)) : [`${path} must be a map`];
    case 'union': {
      const found = type.types.map((each: Json) => unknown(each, value, path));
      return found.find((each: string[]) => each.length === 0) ?? found[0];
    }
    case 'boolean': return typeof value === 'boolean' ? [] : [`${path} must be a boolean`];
    case 'number': case 'integer': return typeof value === 'number' ? [] : [`${path} must be a number`];
    case 'string': return typeof value === 'string' ? [] : [`${path} must be a string`];
    default: return [];
  }
}
function unknownIn(known: Json, value: Json, path: string): string[] {
  return Object.entries(value).flatMap(([name, item]) => known[name] ? unknown(known[name].type, item, `${path}.${name}`) : [`${path}.${name} does not exist`]);
}

test('every safeguard has a fix, and every fix has a safeguard', () => {
  expect(Object.keys(TEMPLATE_FIXES).sort()).toEqual(SAFEGUARDS.map(({ id }) => id).sort());
});

test('a fix has a property, a resource or a remark, and only safeguards of any type have remarks alone', () => {
  const changes = ({ properties, omitted }: TemplateFix) => properties.length + omitted.length;
  const remarks = SAFEGUARDS.filter((safeguard) => templateFixesOf(safeguard).every((fix) => changes(fix) === 0)).map(({ id }) => id);
  expect(remarks.sort()).toEqual([
    'ServiceCatalog.PortfolioSharedInOrganization', 'Template.NoPassword', 'Template.NoSecretValue', 'Template.NoSecretVariable', 'Workload.DataInRegions',
    'Workload.RequiredTags',
  ]);
  const isEmpty = (fix: TemplateFix) => fix.types.length === 0 ? fix.remarks.length === 0 : changes(fix) === 0;
  const empty = SAFEGUARDS.filter((safeguard) => !remarks.includes(safeguard.id) && templateFixesOf(safeguard).some(isEmpty));
  expect(empty.map(({ id }) => id)).toEqual([]);
});

test('properties of fixes are those of the registry, with values of their types', () => {
  const fixes = SAFEGUARDS.flatMap((safeguard) => templateFixesOf(safeguard).map((fix) => ({ safeguard, fix })));
  const wrong = fixes.flatMap(({ safeguard, fix }) => fix.types.filter((type) => !isOwn(type)).flatMap((type) => {
    const resource = resourceOf(type);
    if (!resource) return [`${safeguard.id}: ${type} does not exist`];
    return [propertiesOf(fix), ...removedBy(fix)].flatMap((properties) => unknownIn(resource.properties, properties, type)).map((text) => `${safeguard.id}: ${text}`);
  }));
  expect(wrong).toEqual([]);
});

// Resources without data, and without an address that clients outside of the template know.
const REPLACEABLE = [
  'AWS::AutoScaling::LaunchConfiguration', 'AWS::BedrockAgentCore::BrowserCustom', 'AWS::BedrockAgentCore::CodeInterpreterCustom', 'AWS::CertificateManager::Certificate',
  'AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress', 'AWS::EC2::SecurityGroupIngress', 'AWS::ECS::TaskDefinition', 'AWS::ECS::TaskSet', 'AWS::EFS::AccessPoint',
  'AWS::EFS::MountTarget', 'AWS::EMR::SecurityConfiguration', 'AWS::Lambda::LayerVersionPermission', 'AWS::Lambda::Permission', 'AWS::SNS::Subscription',
  'AWS::SageMaker::DataQualityJobDefinition', 'AWS::SageMaker::EndpointConfig', 'AWS::SageMaker::Model', 'AWS::SageMaker::ModelBiasJobDefinition',
  'AWS::SageMaker::ModelExplainabilityJobDefinition', 'AWS::SageMaker::ModelQualityJobDefinition',
];

test('a remedy says that it replaces the deployed resource where the registry does', () => {
  const isReplacedBy = (type: string, path: string, causes: readonly string[]) => causes.includes(
    resourceOf(type)?.properties[path.split(/[.[]/)[0]]?.causesReplacement ?? 'no');
  const replacing = (safeguard: typeof SAFEGUARDS[number], ...causes: string[]) => templateFixesOf(safeguard).filter(({ isAdded }) => !isAdded)
    .some(({ types, properties, omitted }) => types.filter((type) => !isOwn(type) && !REPLACEABLE.includes(type))
      .some((type) => [...properties.map(({ path }) => path), ...omitted].some((path) => isReplacedBy(type, path, causes))));
  const saying = SAFEGUARDS.filter(({ remedy }) => / replaces (the|an) /.test(remedy));
  expect(SAFEGUARDS.filter((one) => replacing(one, 'yes') && !saying.includes(one)).map(({ id }) => id)).toEqual([]);
  expect(saying.filter((one) => !replacing(one, 'yes', 'maybe')).map(({ id }) => id)).toEqual([]);
});

test('a fix added to a resource without properties leaves no finding of the safeguard', () => {
  // A fix with the number of days of a framework says that the finding can have a larger one.
  const numbers = { logRetention: Duration.days(365), backupRetention: Duration.days(7), credentialRotation: Duration.days(90) };
  const expected = { numbers, tags: [] };
  const outcome = (safeguard: Json, type: string, fixes: TemplateFix[]) => {
    const Resources: Json = { [JUDGED]: { Type: type, Properties: {} } };
    fixes.forEach((fix, index) => fix.types.forEach((other) => {
      const isJudged = other === type && !fix.isAdded;
      if (isJudged) Object.assign(Resources[JUDGED].Properties, propertiesOf(fix));
      else if (fix.isAdded) Resources[`Added${index}`] = { Type: other, Properties: propertiesOf(fix) };
      else if (other.endsWith('ParameterGroup')) Resources['<parameter group>'] = { Type: other, Properties: propertiesOf(fix) };
    }));
    // Other resources that the fix refers to.
    const texts = JSON.stringify(Resources);
    for (const [, name] of texts.matchAll(/"Ref":"(<[^"]*>)"/g)) Resources[name] ??= { Type: 'AWS::Test::Other' };
    const document = parseDocument(JSON.stringify({ Resources }));
    const template = new RenderedTemplate(new TemplateFile({ file: '/template.json', name: 'template.json', document }));
    return outcomeOf(safeguard, template.resources.find(({ logicalId }) => logicalId === JUDGED)!, expected);
  };
  // Some safeguards rely on required properties.
  const isMet = (safeguard: Json, type: string) => {
    try {
      return outcome(safeguard, type, [])?.result !== 'fails';
    } catch {
      return false;
    }
  };
  const cases = SAFEGUARDS.flatMap((safeguard) => 'on' in safeguard ? safeguard.on.filter((type) => type !== '*').map((type) => ({ safeguard, type })) : [])
    .filter(({ safeguard, type }) => !isMet(safeguard, type));
  const left = cases.flatMap(({ safeguard, type }) => {
    const after = outcome(safeguard, type, templateFixesOf(safeguard));
    return after && after.result !== 'holds' ? [`${safeguard.id} on ${type}: ${after.finding}`] : [];
  });
  expect(cases.length).toBeGreaterThan(300);
  // The resource itself has to go, or is the first of two.
  expect(left).toEqual([
    'RDS.ClusterMultiAz on AWS::RDS::DBCluster: it has fewer than 2 instances',
    'IAM.NoInlinePolicy on AWS::IAM::Policy: an AWS::IAM::Policy is an inline policy, must be an AWS::IAM::ManagedPolicy',
    'IAM.UserNoPolicies on AWS::IAM::UserPolicy: it belongs to user not set, must be attached to a group or role',
    'IAM.AccessKeyNone on AWS::IAM::AccessKey: an AWS::IAM::AccessKey does not rotate automatically, must be replaced by a role',
    'Neptune.ClusterMultiAz on AWS::Neptune::DBCluster: it has fewer than 2 instances',
    'AppSync.NoApiKeys on AWS::AppSync::ApiKey: it is an API key',
  ]);
});

test('the metric filters of fixes have the patterns of AuditTrail, which are those that AWS Security Hub checks', () => {
  const stack = testStack();
  new AuditTrail(stack, 'Trail');
  const filters = Object.values(templateOf(stack).findResources('AWS::Logs::MetricFilter')).map(({ Properties }) => Properties);
  const patterns = Object.fromEntries(filters.map(({ FilterPattern, MetricTransformations: [{ MetricName }] }) => [MetricName, FilterPattern]));
  const inTrail: Record<string, string> = {
    BucketPolicyChanges: 'BucketPolicyChanged',
    ConfigChanges: 'ConfigChanged',
    FailedSignIns: 'SignInFailed',
    GatewayChanges: 'GatewayChanged',
    IamPolicyChanges: 'IamPolicyChanged',
    KeyDeletion: 'KeyDisabled',
    NetworkAclChanges: 'NetworkAclChanged',
    RootUse: 'RootUsed',
    RouteTableChanges: 'RouteTableChanged',
    SecurityGroupChanges: 'SecurityGroupChanged',
    SignInWithoutMfa: 'SignInWithoutMfa',
    TrailChanges: 'TrailChanged',
    UnauthorizedCalls: 'UnauthorizedCalls',
    VpcChanges: 'VpcChanged',
  };
  const fixes = SAFEGUARDS.filter(({ id }) => /^CloudWatch\..*Alarmed$/.test(id)).map((safeguard) => {
    const [filter, alarm] = templateFixesOf(safeguard).map(propertiesOf);
    const [{ MetricName, MetricNamespace }] = filter.MetricTransformations;
    expect([alarm.MetricName, alarm.Namespace]).toEqual([MetricName, MetricNamespace]);
    expect(safeguard.id).toBe(`CloudWatch.${MetricName}Alarmed`);
    return [MetricName, filter.FilterPattern];
  });
  expect(Object.fromEntries(fixes)).toEqual(Object.fromEntries(Object.entries(inTrail).map(([name, id]) => [name, patterns[id]])));
});
