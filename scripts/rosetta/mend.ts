import { Go } from './go';
import { goModule, javaModule, pythonModule } from './internals';
import { Java } from './java';
import { Python } from './python';

// Loaded before the command of jsii-rosetta, whose translations do not compile in Go, Java and, where a name is a keyword, Python.
goModule.GoVisitor = Go;
javaModule.JavaVisitor = Java;
pythonModule.PythonVisitor = Python;
