import { execFileSync } from 'child_process';
import { writeFileSync } from 'fs';
import * as path from 'path';

/** Files of a certificate and its key. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate authority in a folder, created with openssl. */
export class CertificateAuthority implements Certificate {
  public readonly certificate: string;
  public readonly key: string;

  constructor(private readonly folder: string, private readonly name: string) {
    this.certificate = path.join(folder, `${name}.pem`);
    this.key = path.join(folder, `${name}.key`);
    openssl('req', '-x509', ...NEW_KEY, '-days', '2', '-subj', `/CN=${name}`, '-keyout', this.key, '-out', this.certificate);
  }

  /** A server certificate for a host name. With `expired`, it expired one day ago. */
  public issue(name: string, host: string, expired = false): Certificate {
    const file = (extension: string) => path.join(this.folder, `${this.name}-${name}.${extension}`);
    writeFileSync(file('ext'), `subjectAltName=DNS:${host}\nextendedKeyUsage=serverAuth\n`);
    openssl('req', '-new', ...NEW_KEY, '-subj', `/CN=${host}`, '-keyout', file('key'), '-out', file('csr'));
    openssl(
      'x509', '-req', '-in', file('csr'), '-CA', this.certificate, '-CAkey', this.key, '-CAcreateserial',
      // A negative number of days sets the end before the start.
      '-days', expired ? '-1' : '1', '-extfile', file('ext'), '-out', file('crt'),
    );
    return { certificate: file('crt'), key: file('key') };
  }
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function openssl(...args: string[]) {
  execFileSync('openssl', args, { stdio: 'pipe' });
}
