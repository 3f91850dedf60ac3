import { APIS } from './apis';
import { COMPUTE } from './compute';
import { DATABASES } from './databases';
import { MESSAGING } from './messaging';
import { NETWORK } from './network';
import { RESTORED } from './restored';
import { SECURITY } from './security';
import { STORAGE } from './storage';
import { TABLES } from './tables';
import { HardenedClass } from '../step';

/** The classes with hardened defaults. */
export const HARDENED_CLASSES: readonly HardenedClass[] = [
  ...STORAGE, ...MESSAGING, ...TABLES, ...DATABASES, ...RESTORED, ...COMPUTE, ...NETWORK, ...SECURITY, ...APIS,
];
