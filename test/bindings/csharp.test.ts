import { unknownIn } from './csharp';
import { Libraries } from './csharp-names';

const string = { primitive: 'string' };
const of = (fqn: string) => ({ type: { fqn } });
const library = {
  name: 'lib',
  targets: { dotnet: { namespace: 'Lib' } },
  submodules: { 'lib.aws_net': { targets: { dotnet: { namespace: 'Lib.AWS.Net' } } } },
  types: {
    'lib.Bucket': {
      fqn: 'lib.Bucket',
      kind: 'class',
      name: 'Bucket',
      initializer: { parameters: [{}, {}, { optional: true }] },
      properties: [{ name: 'bucketName', type: string }, { name: 'owner', ...of('lib.Bucket') }, { name: 'LOG', static: true, ...of('lib.Bucket') }],
      methods: [{ name: 'grantRead', parameters: [{}, { optional: true }] }, { name: 'of', static: true, parameters: [{}], returns: of('lib.Bucket') }],
    },
    'lib.BucketProps': {
      fqn: 'lib.BucketProps', kind: 'interface', datatype: true, name: 'BucketProps', properties: [{ name: 'vpc', ...of('lib.aws_net.Vpc') }, { name: 'days', optional: true, type: string }],
    },
    'lib.Mode': { fqn: 'lib.Mode', kind: 'enum', name: 'Mode', members: [{ name: 'STRICT' }] },
    'lib.aws_net.Vpc': { fqn: 'lib.aws_net.Vpc', kind: 'class', name: 'Vpc', namespace: 'aws_net', initializer: {} },
    'lib.aws_net.Bucket': { fqn: 'lib.aws_net.Bucket', kind: 'class', name: 'Bucket', namespace: 'aws_net', initializer: {} },
  },
};

function faults(body: string, using = 'using Lib;\nusing Net = Lib.AWS.Net;'): string[] {
  return unknownIn({ 'App.cs': `${using}\nclass App {\n${body}\n}` }, new Libraries([library]));
}

test('members of the library are not reported', () => {
  expect(faults(`
    // Bucket.Missing
    var bucket = new Bucket(this, "a, b", new BucketProps { Vpc = new Net.Vpc(), Days = $"{Bucket.LOG.BucketName}, Missing.Name" });
    bucket.Owner.GrantRead(Bucket.Of(this));
    var mode = Mode.STRICT;
  `)).toEqual([]);
});

test.each([
  ['new Buket(this, "a");', 'Buket does not exist'],
  ['new Net.Vcp();', 'Net.Vcp does not exist'],
  ['new Bucket(this);', 'new Bucket takes 2 to 3 arguments, got 1'],
  ['var props = new BucketProps { Vpc = vpc, Day = "1" };', 'new BucketProps: lib.BucketProps has no Day'],
  ['var props = new BucketProps { Days = "1" };', 'new BucketProps: Vpc is required'],
  ['var mode = Mode.STRIKT;', 'Mode.STRIKT: lib.Mode has no static STRIKT'],
  ['var bucket = Bucket.LOG.Owner.Name;', 'Bucket.LOG.Owner.Name: lib.Bucket has no Name'],
  ['var bucket = Bucket.GrantRead(this);', 'Bucket.GrantRead: lib.Bucket has no static GrantRead'],
  ['var bucket = new Bucket(this, "a"); bucket.GrantRed(this);', 'bucket.GrantRed: lib.Bucket has no GrantRed'],
  ['var bucket = Bucket.Of(this); bucket.GrantRead();', 'bucket.GrantRead takes 1 to 2 arguments, got 0'],
  ['void Use(Bucket bucket) { bucket.Ownr.GrantRead(this); }', 'bucket.Ownr.GrantRead: lib.Bucket has no Ownr'],
  ['new Bucket(this, "/.+$").Ownr;', 'new Bucket(...).Ownr: lib.Bucket has no Ownr'],
  ['Bucket.Of(this).GrantRed(this);', 'Bucket.Of(...).GrantRed: lib.Bucket has no GrantRed'],
  ['private readonly Buket bucket;', 'Buket does not exist'],
  ['var name = $"{Bucket.LOGG.BucketName}";', 'Bucket.LOGG.BucketName: lib.Bucket has no static LOGG'],
])('%s is reported', (body, fault) => {
  expect(faults(body)).toEqual([`App.cs: ${fault}`]);
});

test('a namespace that does not exist, and a name that two namespaces have, are reported', () => {
  expect(faults('', 'using Lib.AWS.Nett;')).toEqual(['App.cs: namespace Lib.AWS.Nett does not exist']);
  expect(faults('void Use(Bucket bucket) {}', 'using Lib;\nusing Lib.AWS.Net;')).toEqual(['App.cs: Bucket is ambiguous: lib.Bucket, lib.aws_net.Bucket']);
});
