import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AlbWithWaf, Lifecycle, ListenerAuthentication, ListenerRoutes } from '../../../src';
import { RecommendedAlarm, recommendedAlarms } from '../../../src/core/workload/registry';
import { findingsAtDefaults, templateOf, testStack } from '../../support';
import { imported, importedVpc, Target } from '../target';

const LISTENER_ARN = 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/shared/50dc/f2f7';
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const conditions = [elbv2.ListenerCondition.hostHeaders(['ledger.example.com'])];

function sharedListener(stack = testStack()) {
  const listener = elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, 'Shared', {
    listenerArn: LISTENER_ARN,
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'SharedSecurityGroup', 'sg-12345678'),
  });
  const vpc = importedVpc(stack);
  return { stack, vpc, listener, routes: new ListenerRoutes(stack, 'Routes', { vpc, listener }) };
}

describe('ListenerRoutes', () => {
  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('there are no findings in %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const { routes, vpc } = sharedListener(stack);
      routes.routeWhen('Api', new Target(stack, 'Target', vpc), { priority: 10, conditions });
    })).toEqual([]);
  });

  test('adds a rule to an existing listener', () => {
    const { stack, routes, vpc, listener } = sharedListener();
    const targetGroup = routes.routeWhen('Api', new Target(stack, 'Target', vpc), { priority: 10, conditions });
    templateOf(stack).hasResourceProperties(RULE, {
      ListenerArn: LISTENER_ARN,
      Priority: 10,
      Conditions: [{ Field: 'host-header', HostHeaderConfig: { Values: ['ledger.example.com'] } }],
      Actions: [{ Type: 'forward', TargetGroupArn: stack.resolve(targetGroup.targetGroupArn) }],
    });
    expect(routes.listener).toBe(listener);
  });

  test('allows the load balancer to connect to the target', () => {
    const { stack, routes, vpc } = sharedListener();
    routes.routeWhen('Api', new Target(stack, 'Target', vpc), { priority: 10, conditions });
    templateOf(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', { FromPort: 8080, SourceSecurityGroupId: 'sg-12345678' });
  });

  test('recommends alarms with the load balancer name from the listener ARN', () => {
    const { stack, routes, vpc } = sharedListener();
    routes.routeWhen('Api', new Target(stack, 'Target', vpc), { priority: 10, conditions });
    const alarms: RecommendedAlarm[] = [];
    recommendedAlarms(stack).each((alarm) => alarms.push(alarm));
    expect(alarms.map(({ id, metric }) => [id, (metric as any).dimensions.LoadBalancer])).toEqual([
      ['UnhealthyHosts', 'app/shared/50dc'], ['Target5xxHigh', 'app/shared/50dc'], ['TargetResponseTimeHigh', 'app/shared/50dc'],
    ]);
  });

  test('refuses a priority out of range and a rule without a condition', () => {
    const { stack, routes, vpc } = sharedListener();
    const target = new Target(stack, 'Target', vpc);
    expect(() => routes.routeWhen('Api', target, { priority: 0, conditions })).toThrow('rule.priority must be an integer from 1 to 50000, got 0');
    expect(() => routes.routeWhen('Api', target, { priority: 1, conditions: [] })).toThrow('rule.conditions must not be empty');
  });
});

describe('ListenerAuthentication', () => {
  const issuer = 'https://id.example.com';
  const endpoints = { issuer, authorizationEndpoint: `${issuer}/authorize`, tokenEndpoint: `${issuer}/token`, userInfoEndpoint: `${issuer}/me` };

  function routedWith(authentication: (stack: ReturnType<typeof testStack>) => ListenerAuthentication): Template {
    const stack = testStack();
    const props = imported(stack);
    const edge = new AlbWithWaf(stack, 'Edge', props);
    const options = { authentication: authentication(stack) };
    edge.routeTo(new Target(stack, 'Site', props.vpc), options);
    edge.routeWhen('Api', new Target(stack, 'Api', props.vpc), { ...options, priority: 1, conditions });
    return templateOf(stack);
  }

  const clientSecret = (field: string) => ({
    'Fn::Join': ['', [
      '{{resolve:secretsmanager:arn:', { Ref: 'AWS::Partition' }, `:secretsmanager:eu-west-2:123456789012:secret:oidc:SecretString:${field}::}}`,
    ]],
  });

  test('OIDC precedes the forward action, with a reference to the client secret', () => {
    const template = routedWith((stack) => ListenerAuthentication.oidc({
      ...endpoints,
      clientId: 'ledger',
      clientSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'oidc'),
      clientSecretField: 'secret',
      onUnauthenticatedRequest: elbv2.UnauthenticatedAction.DENY,
    }));
    const expected = (timeout: unknown) => [
      {
        Order: 1,
        Type: 'authenticate-oidc',
        AuthenticateOidcConfig: {
          Issuer: issuer,
          AuthorizationEndpoint: `${issuer}/authorize`,
          TokenEndpoint: `${issuer}/token`,
          UserInfoEndpoint: `${issuer}/me`,
          ClientId: 'ledger',
          ClientSecret: clientSecret('secret'),
          OnUnauthenticatedRequest: 'deny',
          SessionTimeout: timeout,
        },
      },
      { Order: 2, Type: 'forward', TargetGroupArn: Match.anyValue() },
    ];
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', { Port: 443, DefaultActions: expected('43200') });
    template.hasResourceProperties(RULE, { Actions: expected(43200) });
  });

  test('OIDC allows outbound HTTPS', () => {
    routedWith((stack) => ListenerAuthentication.oidc({
      ...endpoints, clientId: 'ledger', clientSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'oidc'),
    })).hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })],
    });
  });

  test('OIDC uses the whole secret if no field is specified', () => {
    const template = routedWith((stack) => ListenerAuthentication.oidc({
      ...endpoints, clientId: 'ledger', clientSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'oidc'), sessionTimeout: Duration.hours(1),
    }));
    template.hasResourceProperties(RULE, {
      Actions: Match.arrayWith([Match.objectLike({
        AuthenticateOidcConfig: Match.objectLike({
          SessionTimeout: 3600, ClientSecret: clientSecret(''),
        }),
      })]),
    });
  });

  test('Cognito precedes the forward action', () => {
    const pool = (stack: ReturnType<typeof testStack>) => ({
      userPool: cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-2_a1'),
      userPoolClient: cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'c1'),
      userPoolDomain: cognito.UserPoolDomain.fromDomainName(stack, 'Domain', 'ledger'),
    });
    const timeoutOf = (template: Template) => {
      const [{ Properties: { Actions } }] = Object.values(template.findResources(RULE)) as any[];
      expect(Actions.map(({ Type }: any) => Type)).toEqual(['authenticate-cognito', 'forward']);
      return Number(Actions[0].AuthenticateCognitoConfig.SessionTimeout);
    };
    expect(timeoutOf(routedWith((stack) => ListenerAuthentication.cognito(pool(stack))))).toBe(43200);
    expect(timeoutOf(routedWith((stack) => ListenerAuthentication.cognito({ ...pool(stack), sessionTimeout: Duration.hours(1) })))).toBe(3600);
  });

  test('JWT verification precedes the forward action', () => {
    routedWith(() => ListenerAuthentication.jwt({ issuer, jwksEndpoint: `${issuer}/keys` })).hasResourceProperties(RULE, {
      Actions: [
        { Order: 1, Type: 'jwt-validation', JwtValidationConfig: { Issuer: issuer, JwksEndpoint: `${issuer}/keys` } },
        { Order: 2, Type: 'forward', TargetGroupArn: Match.anyValue() },
      ],
    });
  });
});
