import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
import * as ses from 'aws-cdk-lib/aws-ses';
import { placeOf } from '../parts';
import { hardened, HardenedClass } from '../step';

const CLIENTS = 'deployed clients can depend on the earlier value';
const BLUE_GREEN = 'OpenSearch Service moves the data of the domain to new nodes';

/** Hardened defaults of APIs, delivery streams, search domains and mail. */
export const APIS: HardenedClass[] = [
  hardened<apigateway.StageProps, apigateway.Stage>(apigateway.Stage, [
    { props: ['tracingEnabled'], safeguards: ['APIGateway.StageTraced'], fill: () => ({ tracingEnabled: true }) },
    {
      props: ['cacheDataEncrypted'],
      safeguards: ['APIGateway.StageCacheEncrypted'],
      fill: (_, { cachingEnabled }) => (cachingEnabled ? { cacheDataEncrypted: true } : undefined),
    },
  ]),
  hardened<apigatewayv2.HttpStageProps, apigatewayv2.HttpStage>(apigatewayv2.HttpStage, [
    {
      props: ['accessLogSettings'],
      safeguards: ['APIGateway.StageAccessLogged'],
      fill: (context) => ({ accessLogSettings: { destination: new apigatewayv2.LogGroupLogDestination(new logs.LogGroup(...placeOf(context, 'AccessLogs'))) } }),
    },
  ]),
  hardened<appsync.GraphqlApiProps, appsync.GraphqlApi>(appsync.GraphqlApi, [
    { props: ['xrayEnabled'], safeguards: ['AppSync.ApiTraced'], fill: () => ({ xrayEnabled: true }) },
    {
      props: ['introspectionConfig'],
      safeguards: ['AppSync.IntrospectionOff'],
      newOnly: 'tools of deployed clients can read the schema',
      fill: () => ({ introspectionConfig: appsync.IntrospectionConfig.DISABLED }),
    },
  ]),
  hardened<firehose.DeliveryStreamProps, firehose.DeliveryStream>(firehose.DeliveryStream, [
    {
      // Records of a Kinesis data stream are encrypted there (Amazon Data Firehose Developer Guide, Data protection).
      props: ['encryption', 'source'],
      safeguards: ['Firehose.StreamEncrypted'],
      fill: () => ({ encryption: firehose.StreamEncryption.awsOwnedKey() }),
    },
  ]),
  hardened<opensearch.DomainProps, opensearch.Domain>(opensearch.Domain, [
    { props: ['encryptionAtRest'], safeguards: ['OpenSearch.DomainEncrypted'], newOnly: BLUE_GREEN, fill: () => ({ encryptionAtRest: { enabled: true } }) },
    { props: ['nodeToNodeEncryption'], safeguards: ['OpenSearch.DomainNodeToNodeEncrypted'], newOnly: BLUE_GREEN, fill: () => ({ nodeToNodeEncryption: true }) },
    {
      props: ['enforceHttps', 'tlsSecurityPolicy'],
      safeguards: ['OpenSearch.DomainHttpsOnly', 'OpenSearch.DomainTlsPolicyLatest'],
      newOnly: CLIENTS,
      fill: () => ({ enforceHttps: true, tlsSecurityPolicy: opensearch.TLSSecurityPolicy.TLS_1_2_PFS }),
    },
  ]),
  hardened<ses.ConfigurationSetProps, ses.ConfigurationSet>(ses.ConfigurationSet, [
    {
      props: ['tlsPolicy'],
      safeguards: ['SES.TlsForced'],
      newOnly: 'receiving servers without TLS get no mail',
      fill: () => ({ tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE }),
    },
  ]),
];
