import { ELASTIC_BEANSTALK } from '../../../src/compliance/safeguards/elastic-beanstalk';
import { it_, PARAMETER, Triple, triples, undetermined } from '../triples';

const option = (Namespace: string, OptionName: string, need: string, wrong: string): Triple => {
  const set = (Value: unknown, name = OptionName, namespace = Namespace) => it_({ ApplicationName: 'a', OptionSettings: [{ Namespace: namespace, OptionName: name, Value }] });
  return {
    holds: [set(need)],
    fails: [
      [set(wrong), `${OptionName} is "${wrong}", must be ${need}`],
      [set(need, 'Other'), `${OptionName} is not set, must be ${need}`],
      [set(need, OptionName, 'other'), `${OptionName} is not set, must be ${need}`],
      [it_({ ApplicationName: 'a', OptionSettings: [] }), `${OptionName} is not set, must be ${need}`],
    ],
    open: [[set(PARAMETER), undetermined(OptionName)], [it_({ ApplicationName: 'a' }), `${OptionName} is not set, must be ${need}`]],
  };
};

describe('safeguards of AWS Elastic Beanstalk', () => triples(ELASTIC_BEANSTALK, {
  'ElasticBeanstalk.HealthReported': option('aws:elasticbeanstalk:healthreporting:system', 'SystemType', 'enhanced', 'basic'),
  'ElasticBeanstalk.PlatformUpdated': {
    ...option('aws:elasticbeanstalk:managedactions', 'ManagedActionsEnabled', 'true', 'false'), differs: { holds: 'cdk-nag also requires a level and a start time' },
  },
  'ElasticBeanstalk.LogsStreamed': option('aws:elasticbeanstalk:cloudwatch:logs', 'StreamLogs', 'true', 'false'),
}));
