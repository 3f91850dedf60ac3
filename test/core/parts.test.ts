import { App, CfnOutput, CfnResource, Lazy, Stack, Tags } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { Framework, Lifecycle } from '../../src';
import { keepInAccount, makesAccountSettings } from '../../src/core/parts/account-setting';
import { encryptedTopic } from '../../src/core/parts/encrypted-topic';
import { usesFips } from '../../src/core/parts/fips';
import { LeastPrivilegeRole } from '../../src/core/parts/least-privilege-role';
import { encryptedLogGroup, plainArn } from '../../src/core/parts/log-group';
import { shortenNameTag } from '../../src/core/parts/name-tag';
import { interfaceEndpointsIn, lacksInternetGateway } from '../../src/core/parts/reach';
import { scannerText } from '../../src/core/parts/scanner-text';
import { allowReadingSecret, requireSecretField } from '../../src/core/parts/secret-reading';
import { topicTarget } from '../../src/core/parts/topic-events';
import { weakReference } from '../../src/core/parts/weak-reference';
import { associateWebAcl } from '../../src/core/parts/web-acl-association';
import { descriptionFor, FUNCTION_DESCRIPTION, SECURITY_GROUP_DESCRIPTION } from '../../src/core/workload/description';
import { calledServices } from '../../src/core/workload/registry';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

function only(stack: Stack, type: string): any {
  const found = Object.values(templateOf(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

describe('usesFips', () => {
  const inRegion = (region: string | undefined, frameworks: Framework[]) => {
    const home = testStack({ frameworks });
    return region === 'eu-west-2' ? home : new Stack(home, 'Other', { env: { account: '123456789012', region } });
  };

  test.each<[string | undefined, boolean]>([
    ['us-east-1', true], ['us-east-2', true], ['us-west-1', true], ['us-west-2', true], ['us-gov-east-1', true], ['us-gov-west-1', true],
    ['eu-west-2', false], ['eu-us-east-1', false], ['ca-central-1', false], ['us-iso-east-1', false], ['us-isob-east-1', false], ['cn-north-1', false],
  ])('in %s where a framework requires validated cryptography: %p', (region, expected) => {
    expect(usesFips(inRegion(region, [Framework.FEDRAMP_MODERATE_R5]))).toBe(expected);
    expect(usesFips(inRegion(region, [Framework.PCI_DSS_4_0_1]))).toBe(false);
  });

  test('a request takes precedence', () => {
    expect(usesFips(inRegion('eu-west-2', [Framework.PCI_DSS_4_0_1]), true)).toBe(true);
    expect(usesFips(inRegion('us-east-1', [Framework.FEDRAMP_MODERATE_R5]), false)).toBe(false);
  });
});

describe('LeastPrivilegeRole', () => {
  // Service Authorization Reference: actions for which the column of resource types is empty.
  const WITHOUT_RESOURCE = {
    cloudwatch: ['PutMetricData'],
    ec2: ['DescribeNetworkInterfaces', 'DescribeSubnets', 'DescribeTags'],
    ec2messages: ['AcknowledgeMessage', 'DeleteMessage', 'FailMessage', 'GetEndpoint', 'GetMessages', 'SendReply'],
    ecr: ['GetAuthorizationToken'],
    elasticloadbalancing: ['DescribeRules'],
    logs: ['DescribeLogGroups'],
    ssm: [
      'CancelCommand', 'GetCommandInvocation', 'ListCommandInvocations', 'ListCommands', 'GetDeployablePatchSnapshotForInstance', 'GetManifest',
      'ListAssociations', 'PutConfigurePackageResult', 'PutInventory',
    ],
    ssmmessages: ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'],
    xray: ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets', 'GetSamplingStatisticSummaries'],
  };
  const role = (stack = testStack()) => new LeastPrivilegeRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const policyOf = (actions: string[], effect = iam.Effect.ALLOW) => {
    const result = role().addToPrincipalPolicy(new iam.PolicyStatement({ effect, actions, resources: ['*'] }));
    return (result.policyDependable as Construct).node.id;
  };

  test.each(Object.entries(WITHOUT_RESOURCE).flatMap(([service, actions]) => actions.map((action) => `${service}:${action}`)))(
    '%s is in the policy without resources', (action) => {
      expect(policyOf([action])).toBe('PolicyWithoutResource');
    });

  test('other statements are in the policy with resources', () => {
    expect(policyOf(['s3:GetObject'])).toBe('Policy');
    expect(policyOf(['ssm:ListCommands', 's3:GetObject'])).toBe('Policy');
    expect(policyOf(['ssm:ListCommands'], iam.Effect.DENY)).toBe('Policy');
    const result = role().addToPrincipalPolicy(new iam.PolicyStatement({ notActions: ['s3:GetObject'], resources: ['*'] }));
    expect((result.policyDependable as Construct).node.id).toBe('Policy');
  });

  test('lists its policies, each created once', () => {
    const subject = role();
    expect(subject.ownPolicies).toEqual([]);
    for (const action of ['s3:GetObject', 'ssm:ListCommands', 's3:PutObject', 'ssm:GetManifest']) {
      subject.addToPrincipalPolicy(new iam.PolicyStatement({ actions: [action], resources: ['*'] }));
    }
    expect(subject.ownPolicies.map(({ node }) => node.id)).toEqual(['Policy', 'PolicyWithoutResource']);
    expect(subject.node.children.length).toBeGreaterThan(2);
    const documents = Object.values(templateOf(Stack.of(subject)).findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => Properties);
    expect(documents.map(({ PolicyDocument }) => PolicyDocument.Statement.map(({ Action }: any) => Action)))
      .toEqual([['s3:GetObject', 's3:PutObject'], ['ssm:ListCommands', 'ssm:GetManifest']]);
    expect(documents.map(({ Roles }) => Roles)).toEqual(Array(2).fill([{ Ref: 'Role1ABCC5F0' }]));
  });
});

test('plainArn has no suffix for log streams', () => {
  const stack = testStack();
  expect(stack.resolve(plainArn(encryptedLogGroup(stack, 'Logs')))).toEqual({
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-west-2:123456789012:log-group:', { Ref: 'Logs6819BB44' }]],
  });
});

describe('shortenNameTag', () => {
  const nameTag = (id: string) => {
    const stack = testStack();
    const scope = new Construct(stack, id);
    const vpc = new ec2.Vpc(scope, 'Vpc', { maxAzs: 1 });
    shortenNameTag(vpc);
    return only(stack, 'AWS::EC2::VPC').Properties.Tags.find(({ Key }: any) => Key === 'Name').Value;
  };

  test.each([
    ['Network', 'Stack/Network/Vpc'],
    ['Zahlungs-Dienst ü', 'Stack/Zahlungs-Dienst ü/Vpc'],
    ['a_b.c:d=e+f-g@h1', 'Stack/a_b.c:d=e+f-g@h1/Vpc'],
    ['a!b(c)', 'Stack/a-b-c-/Vpc'],
  ])('a path with %s', (id, expected) => {
    expect(nameTag(id)).toBe(expected);
  });

  test.each([
    ['Edge', 'Stack/Edge/Certificate'],
    ['Ledger & Co.', 'Stack/Ledger - Co./Certificate'],
  ])('a certificate, which aws-cdk-lib tags on its resource, in %s', (id, expected) => {
    const stack = testStack();
    const certificate = new acm.Certificate(new Construct(stack, id), 'Certificate', { domainName: 'www.example.com', validation: acm.CertificateValidation.fromDns() });
    shortenNameTag(certificate);
    expect(only(stack, 'AWS::CertificateManager::Certificate').Properties.Tags).toContainEqual({ Key: 'Name', Value: expected });
  });

  test('a path of 256 characters stays, a longer path gets a hash', () => {
    const fixed = 'Stack//Vpc'.length;
    expect(nameTag('x'.repeat(256 - fixed))).toBe(`Stack/${'x'.repeat(256 - fixed)}/Vpc`);
    expect(nameTag('x'.repeat(257 - fixed))).toMatch(/^Stack\/x{241}-[0-9a-f]{8}$/);
  });

  test('applies to several constructs, and not to a tag that fits', () => {
    const stack = testStack();
    const constructs = ['a!', 'b!', 'c'].map((id) => new ec2.CfnVPC(stack, id, { cidrBlock: '10.0.0.0/16' }));
    Tags.of(constructs[2]).add('Name', 'own');
    shortenNameTag(...constructs);
    const names = Object.values(templateOf(stack).findResources('AWS::EC2::VPC')).map(({ Properties }) => Properties.Tags.find(({ Key }: any) => Key === 'Name').Value);
    expect(names).toEqual(['Stack/a-', 'Stack/b-', 'own']);
  });
});

test.each<[unknown, string]>([
  ['text', 'text'],
  [{ Ref: 'Bucket' }, '<Bucket>'],
  [{ 'Fn::GetAtt': ['Bucket', 'Arn'] }, '<Bucket.Arn>'],
  [{ 'Fn::Join': ['/', ['arn:aws', { Ref: 'AWS::Region' }, { 'Fn::Join': ['', ['a', 'b']] }]] }, 'arn:aws/<AWS::Region>/ab'],
  [{ 'Fn::ImportValue': 'Other:Export' }, 'Other:Export'],
  [{ 'Fn::Select': [0, ['a']] }, '{"Fn::Select":[0,["a"]]}'],
])('scannerText of %j', (value, text) => {
  expect(scannerText(value)).toBe(text);
});

describe('allowReadingSecret', () => {
  const statementsFor = (secretOf: (stack: Stack) => secretsmanager.ISecret) => {
    const stack = testStack();
    const grantee = new LeastPrivilegeRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    const grant = allowReadingSecret(grantee, secretOf(stack));
    expect(grant.success).toBe(true);
    return only(stack, 'AWS::IAM::ManagedPolicy').Properties.PolicyDocument.Statement;
  };
  const reading = (Resource: unknown) => ({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource });

  test('permits reading, and decryption with its key through Secrets Manager, without a change of the key policy', () => {
    const statements = statementsFor((stack) => new secretsmanager.Secret(stack, 'Secret', {
      encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1'),
    }));
    expect(statements).toEqual([
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'arn:aws:kms:eu-west-2:123456789012:key/1',
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
      },
      reading({ Ref: 'SecretA720EF05' }),
    ]);
  });

  test('permits only reading of a secret without a key', () => {
    expect(statementsFor((stack) => new secretsmanager.Secret(stack, 'Secret'))).toEqual([reading({ Ref: 'SecretA720EF05' })]);
  });

  test('of a name covers the six characters at the end of the ARN', () => {
    expect(statementsFor((stack) => secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'db'))).toEqual([
      reading({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:eu-west-2:123456789012:secret:db-??????']] }),
    ]);
  });
});

test('requireSecretField refuses an empty key', () => {
  const stack = testStack();
  const field = (name: string | undefined) => refusal(() => requireSecretField(stack, { field: name }));
  expect([field(undefined), field('password')]).toEqual([undefined, undefined]);
  expect(field('')).toBe("options.field must be a key of the secret's JSON document, got ''");
});

test('events reach a topic without a role', () => {
  const stack = testStack();
  const topic = encryptedTopic(stack, 'Topic');
  new events.Rule(stack, 'Rule', { eventPattern: { source: ['aws.guardduty'] }, targets: [topicTarget(stack, topic)] });
  expect(only(stack, 'AWS::Events::Rule').Properties.Targets).toEqual([{ Arn: stack.resolve(topic.topicArn), Id: 'Target0' }]);
});

test.each<[string, (stack: Stack) => string, object | string]>([
  ['an attribute of a resource is a weak reference', (other) => new sns.CfnTopic(other, 'Topic').attrTopicArn, { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'Other', Region: 'eu-west-1' }) }],
  ['a literal stays as it is', () => 'arn:aws:sns:eu-west-1:123456789012:topic', 'arn:aws:sns:eu-west-1:123456789012:topic'],
  ['a text with a token stays as it is', (other) => `arn:${other.partition}:sns:eu-west-1:123456789012:topic`, { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':sns:eu-west-1:123456789012:topic']] }],
])('weakReference: %s', (_name, valueIn, expected) => {
  const stack = testStack();
  const other = new Stack(stack.node.root as App, 'Other', { env: { account: '123456789012', region: 'eu-west-1' } });
  new CfnOutput(stack, 'Value', { value: weakReference(valueIn(other)) });
  expect(templateOf(stack).toJSON().Outputs.Value.Value).toEqual(expected);
});

describe('associateWebAcl', () => {
  const setUp = (scope: string) => {
    const stack = testStack();
    const resource = new Construct(stack, 'Api');
    const webAcl = new wafv2.CfnWebACL(stack, 'WebAcl', {
      scope, defaultAction: { allow: {} }, visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'm', sampledRequestsEnabled: true },
    });
    return { stack, resource, webAcl };
  };

  test('associates the web ACL below the resource, once', () => {
    const { stack, resource, webAcl } = setUp('REGIONAL');
    associateWebAcl(resource, 'arn:aws:apigateway:eu-west-2::/restapis/a/stages/prod', webAcl);
    const { node } = resource;
    expect(node.findChild('WebAclAssociation')).toBeInstanceOf(CfnResource);
    expect(refusal(() => associateWebAcl(resource, 'arn', webAcl))).toBe("web ACL association already exists on 'Stack/Api'");
    expect(only(stack, 'AWS::WAFv2::WebACLAssociation').Properties)
      .toEqual({ ResourceArn: 'arn:aws:apigateway:eu-west-2::/restapis/a/stages/prod', WebACLArn: { 'Fn::GetAtt': ['WebAcl', 'Arn'] } });
  });

  test('refuses a web ACL for CloudFront, by its construct or its reference', () => {
    const { resource, webAcl } = setUp('CLOUDFRONT');
    const message = "scope of web ACL 'Stack/WebAcl' must be REGIONAL, got CLOUDFRONT: pass the web ACL to the distribution as webAclId";
    expect(refusal(() => associateWebAcl(resource, 'arn', webAcl))).toBe(message);
    const reference = { webAclArn: 'arn', webAclName: 'n', webAclId: 'i', scope: 'CLOUDFRONT' };
    const imported: any = { node: webAcl.node, env: webAcl.env, webAclRef: reference };
    expect(refusal(() => associateWebAcl(resource, 'arn', imported))).toBe(message);
    imported.webAclRef = { ...reference, scope: 'REGIONAL' };
    expect(refusal(() => associateWebAcl(resource, 'arn', imported))).toBeUndefined();
  });

  test('refuses a web ACL of another Region', () => {
    const { stack, resource } = setUp('REGIONAL');
    const away = new Stack(stack.node.root as App, 'Away', { env: { account: '123456789012', region: 'us-east-1' } });
    const webAcl = new wafv2.CfnWebACL(away, 'WebAcl', {
      scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig: { cloudWatchMetricsEnabled: true, metricName: 'm', sampledRequestsEnabled: true },
    });
    expect(refusal(() => associateWebAcl(resource, 'arn', webAcl))).toBe("Region of web ACL 'Away/WebAcl' must be eu-west-2, got us-east-1");
  });
});

describe('settings that an account has once per Region', () => {
  const notesOf = (stack: Stack) => stack.node.metadata.map(({ type, data }) => [type, data]);

  test('are made and kept when the stack is deleted', () => {
    const stack = testStack();
    expect(makesAccountSettings(stack, 'a detector')).toBe(true);
    expect(notesOf(stack)).toEqual([]);
    keepInAccount(new CfnResource(stack, 'Detector', { type: 'A::B::C' }), new CfnResource(stack, 'Hub', { type: 'A::B::C' }));
    const kept = { Type: 'A::B::C', DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' };
    expect(templateOf(stack).toJSON().Resources).toEqual({ Detector: kept, Hub: kept });
  });

  test('are not made by an ephemeral workload, which notes the reason', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    expect(makesAccountSettings(stack, 'a detector')).toBe(false);
    expect(notesOf(stack)).toEqual([
      ['aws:cdk:info', 'An ephemeral workload does not make a detector, because the account has it once per Region: it would be deleted with the stack.'],
    ]);
  });
});

describe('gateways and endpoints of a VPC', () => {
  const vpcIn = (stack: Stack, id: string, subnetType = ec2.SubnetType.PRIVATE_ISOLATED) => new ec2.Vpc(stack, id, {
    maxAzs: 1, subnetConfiguration: [{ name: 'subnet', subnetType }],
  });

  test('an internet gateway counts for the VPC that it is attached to; those of imported VPCs are not known', () => {
    const stack = testStack();
    const [open, closed, vpn] = [vpcIn(stack, 'Open', ec2.SubnetType.PUBLIC), vpcIn(stack, 'Closed'), vpcIn(stack, 'Vpn')];
    new ec2.CfnVPCGatewayAttachment(stack, 'Attachment', { vpcId: vpn.vpcId, vpnGatewayId: 'vgw-1' });
    const imported = ec2.Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'] });
    expect([open, closed, vpn, imported].map(lacksInternetGateway)).toEqual([false, true, true, false]);
  });

  test('interface endpoints are those of the VPC, without gateway endpoints', () => {
    const stack = testStack();
    const [vpc, other] = [vpcIn(stack, 'Vpc'), vpcIn(stack, 'Other')];
    const endpoint = vpc.addInterfaceEndpoint('Logs', { service: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    expect(interfaceEndpointsIn(vpc)).toEqual([endpoint.node.defaultChild]);
    expect(interfaceEndpointsIn(other)).toEqual([]);
  });
});

describe('descriptionFor', () => {
  test.each([
    ['Stack/Api 1. _-:/()#,@[]+=&;{}!$*', SECURITY_GROUP_DESCRIPTION, 'Stack/Api 1. _-:/()#,@[]+=&;{}!$*'],
    ['Zahlungs-Dienst ü\'"<>?^|~%', SECURITY_GROUP_DESCRIPTION, 'Zahlungs-Dienst ----------'],
    ['Zahlungs-Dienst ü', FUNCTION_DESCRIPTION, 'Zahlungs-Dienst ü'],
    ['a\u0000b\u001fc d\n', FUNCTION_DESCRIPTION, 'a-b-c d-'],
  ])('%j', (text, limit, expected) => {
    expect(descriptionFor(text, limit)).toBe(expected);
  });

  test.each([[SECURITY_GROUP_DESCRIPTION, 255], [FUNCTION_DESCRIPTION, 256]])('%#: is cut beyond the limit', (limit, most) => {
    expect(descriptionFor('x'.repeat(most), limit)).toBe('x'.repeat(most));
    expect(descriptionFor('x'.repeat(most + 1), limit)).toMatch(new RegExp(`^x{${most - 9}}-[0-9a-f]{8}$`));
  });

  test('a token is not changed', () => {
    const token = Lazy.string({ produce: () => 'ü' });
    expect(descriptionFor(token, SECURITY_GROUP_DESCRIPTION)).toBe(token);
  });
});

test('the called services are shared by the constructs of one workload only', () => {
  const stack = testStack();
  const other = testStack();
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] });
  const call = { vpc, service: ec2.InterfaceVpcEndpointAwsService.SSM };
  calledServices(new Construct(stack, 'Service')).add(call);
  const seen: unknown[] = [];
  calledServices(stack).each((item) => seen.push(item));
  calledServices(other).each((item) => seen.push(item));
  expect(seen).toEqual([call]);
});

test('a stack without a Region does not call FIPS endpoints', () => {
  expect(usesFips(new Stack(new App(), 'Stack'))).toBe(false);
});
