import { Go } from './go';
import { goModule, javaModule } from './internals';
import { Java } from './java';

// Loaded before the command of jsii-rosetta, whose translations of Go and Java do not compile.
goModule.GoVisitor = Go;
javaModule.JavaVisitor = Java;
