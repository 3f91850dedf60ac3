import { encryptionOf, isOfOtherAccount, outsideHost, wireOfUrl } from '../../../src/compliance/evidence/flows/wire';
import { RenderedResource } from '../../../src/compliance/rendered';

test.each<[url: string, wire: string]>([
  ['https://api.example.com', 'HTTPS 443 encrypted'],
  ['http://api.example.com/path', 'HTTP 80 not encrypted'],
  ['wss://api.example.com?a=1', 'WSS 443 encrypted'],
  ['ws://api.example.com#part', 'WS 80 not encrypted'],
  ['sftp://files.example.com', 'SFTP 22 encrypted'],
  ['https://api.example.com:8443/path:1', 'HTTPS 8443 encrypted'],
  ['https://api.example.com:8443?a=b:1', 'HTTPS 8443 encrypted'],
  ['https://api.example.com:8443#b:1', 'HTTPS 8443 encrypted'],
  ['https://api.example.com/path:8443', 'HTTPS 443 encrypted'],
  ['https://user:8080@api.example.com', 'HTTPS 443 encrypted'],
  ['https://user:8080@other@api.example.com:9443', 'HTTPS 9443 encrypted'],
  ['https://${Stage:1}.example.com', 'HTTPS 443 encrypted'],
  ['https://api.example.com:${Port}', 'HTTPS not determined encrypted'],
  ['https://api.example.com:${Stored.Value}/path', 'HTTPS not determined encrypted'],
  ['https://${Balancer.DNSName}', 'HTTPS 443 encrypted'],
  ['https://${Host}/path', 'HTTPS not determined encrypted'],
  ['https://${Host}/${Path}', 'HTTPS not determined encrypted'],
  ['https://api.example.com/${Path}', 'HTTPS 443 encrypted'],
  ['https://${Host}:8443', 'HTTPS 8443 encrypted'],
  ['https://${?}', 'HTTPS not determined encrypted'],
  ['https://${?}/path', 'HTTPS not determined encrypted'],
  ['https://${?}.example.com', 'HTTPS 443 encrypted'],
  ['https://api.${?}', 'HTTPS not determined encrypted'],
  ['https://api.example.com:8443x', 'HTTPS 443 encrypted'],
  ['ftp://files.example.com', 'not determined not determined not determined'],
  ['HTTPS://api.example.com', 'not determined not determined not determined'],
  ['1https://api.example.com', 'not determined not determined not determined'],
  ['api.example.com', 'not determined not determined not determined'],
  ['https:/api.example.com', 'not determined not determined not determined'],
])('a server at %s has %s', (url, expected) => {
  const { protocol, ports, encryption, encryptedBy } = wireOfUrl(url, 'the URL is');
  expect(`${protocol} ${ports} ${encryption}`).toBe(expected);
  expect(encryptedBy).toBe(`the URL is ${url}`);
});

test('the encryption of a connection is that of its transport, and not determined without one', () => {
  expect(encryptionOf({ encryption: 'encrypted', by: 'a policy' })).toEqual({ encryption: 'encrypted', encryptedBy: 'a policy' });
  expect(encryptionOf(undefined)).toEqual({ encryption: 'not determined', encryptedBy: 'no property of the template shows it' });
});

test.each<[name: string, own: string, isOther: boolean]>([
  ['arn:aws:sqs:eu-west-2:444455556666:jobs', '111122223333', true],
  ['arn:aws:sqs:eu-west-2:111122223333:jobs', '111122223333', false],
  ['arn:aws:sqs:eu-west-2:444455556666:jobs', '${Token[AWS.AccountId.4]}', false],
  ['arn:aws:sqs:eu-west-2:444455556666:jobs', 'x111122223333', false],
  ['arn:aws:sqs:eu-west-2:444455556666:jobs', '111122223333x', false],
  ['arn:aws:sqs:eu-west-2:${Account}:jobs', '111122223333', false],
  ['arn:aws:sqs:eu-west-2:x444455556666:jobs', '111122223333', false],
  ['arn:aws:sqs:eu-west-2:4444555566667:jobs', '111122223333', false],
  ['arn:aws:s3:::jobs', '111122223333', false],
  ['arn:aws', '111122223333', false],
  ['urn:aws:sqs:eu-west-2:444455556666:jobs', '111122223333', false],
])('%s for a stack of account %s is of another account: %s', (name, account, expected) => {
  expect(isOfOtherAccount(name, { template: { stack: { account } } } as unknown as RenderedResource)).toBe(expected);
});

test.each<[name: string, isThirdParty: boolean]>([
  ['api.example.com', true],
  ['https://sqs.eu-west-2.amazonaws.com/queue', false],
  ['https://sqs.eu-west-2.amazonaws.com:443', false],
  ['sqs.cn-north-1.amazonaws.com.cn', false],
  ['sqs.amazonaws.com.example.com', true],
  ['sqs.amazonaws.comx', true],
  ['sqsxamazonaws.com', true],
])('%s is a third party: %s', (name, isThirdParty) => {
  expect(outsideHost(name)).toEqual({ kind: 'endpoint', name, purpose: 'Server that a front forwards requests to', isThirdParty });
});

test('a server without an address is not determined', () => {
  expect(outsideHost('', 'Server')).toEqual({ kind: 'endpoint', name: 'not determined', purpose: 'Server', isThirdParty: true });
});
