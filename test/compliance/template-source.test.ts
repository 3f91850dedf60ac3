import { withGlobals } from '../../src/compliance/template-source';

const REF = { Ref: 'P' };
const GLOBALS = { Function: { Runtime: 'nodejs22.x', Layers: ['general'], Environment: { Variables: { A: 'general', B: 'general' } }, Tags: REF, Timeout: 3 }, Api: REF, HttpApi: ['list'] };
const resource = (Properties?: object, more: object = {}) => ({ Type: 'AWS::Serverless::Function', ...Properties && { Properties }, ...more });

// Source: "Globals section of the AWS SAM template" (AWS SAM Developer Guide).
test.each<[string, object, object]>([
  ['without properties', resource(), GLOBALS.Function],
  ['with a value of its own', resource({ Runtime: 'python3.13', Handler: 'a' }), { ...GLOBALS.Function, Runtime: 'python3.13', Handler: 'a' }],
  ['with a list of its own', resource({ Layers: ['own'] }), { ...GLOBALS.Function, Layers: ['general', 'own'] }],
  ['with a map of its own', resource({ Environment: { Variables: { B: 'own', C: 'own' } } }), { ...GLOBALS.Function, Environment: { Variables: { A: 'general', B: 'own', C: 'own' } } }],
  ['with a function for a map', resource({ Environment: REF }), { ...GLOBALS.Function, Environment: REF }],
  ['with a map for a function', resource({ Tags: { a: 'b' } }), { ...GLOBALS.Function, Tags: { a: 'b' } }],
  ['with a text for a list', resource({ Layers: 'own' }), { ...GLOBALS.Function, Layers: 'own' }],
  ['with a list for a map', resource({ Environment: ['own'] }), { ...GLOBALS.Function, Environment: ['own'] }],
  ['with a list for a text', resource({ Runtime: ['own'] }), { ...GLOBALS.Function, Runtime: ['own'] }],
  ['with null for a map', resource({ Environment: null }), { ...GLOBALS.Function, Environment: null }],
  ['that ignores a global', resource({ Handler: 'a' }, { IgnoreGlobals: ['Tags', 'Environment', 'Layers'] }), { Runtime: 'nodejs22.x', Timeout: 3, Handler: 'a' }],
  ['that ignores one, as a text', resource({}, { IgnoreGlobals: 'Layers' }), { ...GLOBALS.Function, Layers: undefined }],
])('a function of AWS SAM %s inherits the globals', (_, own, properties) => {
  expect(withGlobals(own, GLOBALS)).toEqual({ ...own, Properties: properties });
});

test.each<[string, object, object | undefined]>([
  ['that ignores all', resource({ Handler: 'a' }, { IgnoreGlobals: '*' }), GLOBALS],
  ['of a kind without globals', { Type: 'AWS::Serverless::SimpleTable', Properties: {} }, GLOBALS],
  ['of a kind whose globals are a function', { Type: 'AWS::Serverless::Api', Properties: {} }, GLOBALS],
  ['of a kind whose globals are a list', { Type: 'AWS::Serverless::HttpApi', Properties: {} }, GLOBALS],
  ['of another service', { Type: 'AWS::Lambda::Function', Properties: {} }, GLOBALS],
  ['of a type that ends like one', { Type: 'My::AWS::Serverless::Function', Properties: {} }, GLOBALS],
  ['of a type that begins like one', { Type: 'AWS::Serverless::Function::Version', Properties: {} }, GLOBALS],
  ['in a template without globals', resource({ Handler: 'a' }), undefined],
])('a resource %s stays as it is', (_, own, globals) => {
  expect(withGlobals(own, globals)).toBe(own);
});
