import { Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LambdaDatabaseClient } from '../../src';
import { contract } from '../contract/contract';
import { role, secret, securityGroup, vpc } from '../contract/surroundings';

function lambdaFunction(stack: Stack): lambda.Function {
  return (stack.node.tryFindChild('Function') ?? new lambda.Function(stack, 'Function', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    role: role(stack),
    vpc: vpc(stack),
    securityGroups: [securityGroup(stack)],
  })) as lambda.Function;
}

const on = (stack: Stack) => LambdaDatabaseClient.of(lambdaFunction(stack));

export default contract(LambdaDatabaseClient, {
  methods: {
    addEnvironment: { on, variants: { everything: () => ['LEDGER_HOST', 'ledger.example.com'] } },
    addSecret: { on, variants: { everything: (stack) => ['LEDGER', secret(stack), { field: 'password' }] } },
    addSecretField: { on, variants: { field: (stack) => ['PASSWORD', secret(stack), 'password'] } },
  },
  statics: {
    of: { variants: { everything: (stack) => [lambdaFunction(stack)] } },
  },
});
