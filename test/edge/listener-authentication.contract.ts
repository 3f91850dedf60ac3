import { Duration, Stack } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ListenerAuthentication, ListenerRoutes } from '../../src';
import { contract } from '../contract/contract';
import { httpTarget, listener, secret, vpc } from '../contract/surroundings';

function use(stack: Stack, authentication: ListenerAuthentication) {
  new ListenerRoutes(stack, 'Routes', { vpc: vpc(stack), listener: listener(stack) })
    .routeWhen('Orders', httpTarget(stack), { conditions: [elbv2.ListenerCondition.pathPatterns(['/orders/*'])], priority: 10, authentication });
}

function users(stack: Stack) {
  const child = <T>(id: string, make: () => T): T => stack.node.tryFindChild(id) as T | undefined ?? make();
  return {
    userPool: child<cognito.IUserPool>('Users', () => cognito.UserPool.fromUserPoolId(stack, 'Users', 'eu-west-2_012345678')),
    userPoolClient: child<cognito.IUserPoolClient>('Client', () => cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', '0123456789abcdefghijklmnop')),
    userPoolDomain: child<cognito.IUserPoolDomain>('Domain', () => cognito.UserPoolDomain.fromDomainName(stack, 'Domain', 'ledger')),
  };
}

const signIn = () => ({ scope: 'openid email', sessionTimeout: Duration.hours(1), onUnauthenticatedRequest: elbv2.UnauthenticatedAction.DENY });

export default contract(ListenerAuthentication, {
  statics: {
    oidc: {
      variants: {
        everything: (stack) => [{
          ...signIn(),
          issuer: 'https://login.example.com',
          authorizationEndpoint: 'https://login.example.com/authorize',
          tokenEndpoint: 'https://login.example.com/token',
          userInfoEndpoint: 'https://login.example.com/userinfo',
          clientId: 'ledger',
          clientSecret: secret(stack),
          clientSecretField: 'password',
        }],
      },
      use,
    },
    cognito: { variants: { everything: (stack) => [{ ...signIn(), ...users(stack) }] }, use },
    jwt: { variants: { everything: () => [{ issuer: 'https://login.example.com', jwksEndpoint: 'https://login.example.com/keys' }] }, use },
  },
});
