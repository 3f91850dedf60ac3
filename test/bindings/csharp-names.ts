import * as fs from 'fs';
import * as path from 'path';
import { gunzipSync } from 'zlib';

/** A type of a library, by its C# names. */
interface CsType {
  readonly kind: 'class' | 'interface' | 'enum';
  /** Types of the members, undefined where they have none of a library. */
  readonly members: Map<string, CsMember>;
  /** Required props of a struct. */
  readonly required: string[];
  readonly isStruct: boolean;
  /** Least and most arguments of the constructor. */
  readonly arguments?: [number, number];
}

interface CsMember {
  readonly fqn?: string;
  readonly isStatic: boolean;
  /** Least and most arguments of a method. */
  readonly arguments?: [number, number];
}

/** Types by namespace and name, and by the name of jsii. */
export class Libraries {
  private readonly namespaces = new Map<string, Map<string, string>>();
  private readonly types = new Map<string, CsType>();

  constructor(private readonly assemblies: any[]) {
    for (const assembly of assemblies) {
      for (const type of Object.values<any>(assembly.types)) {
        const namespace = namespaceOf(assembly, type);
        const names = this.namespaces.get(namespace) ?? new Map<string, string>();
        this.namespaces.set(namespace, names);
        names.set(type.name, type.fqn);
        // A struct is an interface, too.
        if (type.datatype) names.set(`I${type.name}`, type.fqn);
      }
    }
  }

  public hasNamespace(name: string): boolean {
    return this.namespaces.has(name);
  }

  /** Names of jsii of the types with a name in any of some namespaces. */
  public find(name: string, namespaces: string[]): string[] {
    return namespaces.flatMap((namespace) => this.namespaces.get(namespace)?.get(name) ?? []);
  }

  public get(fqn: string | undefined): CsType | undefined {
    if (fqn === undefined) return undefined;
    const type = this.assemblies.map(({ types }) => types[fqn]).find(Boolean);
    if (!type) return undefined;
    if (!this.types.has(fqn)) this.types.set(fqn, this.read(type));
    return this.types.get(fqn);
  }

  private read(type: any): CsType {
    const inherited = [type.base, ...type.interfaces ?? []].flatMap((fqn: string | undefined) => this.get(fqn) ?? []);
    const own: [string, CsMember][] = [
      ...(type.members ?? []).map(({ name }: any) => [name, { fqn: type.fqn, isStatic: true }]),
      ...(type.properties ?? []).map((each: any) => [capital(each.name), { fqn: each.type.fqn, isStatic: Boolean(each.static) }]),
      ...(type.methods ?? []).map((each: any) => [
        capital(each.name), { fqn: each.returns?.type.fqn, isStatic: Boolean(each.static), arguments: countOf(each.parameters) },
      ]),
    ];
    const required = (type.properties ?? []).filter(({ optional }: any) => !optional).map(({ name }: any) => capital(name));
    return {
      kind: type.kind,
      members: new Map([...inherited.flatMap(({ members }) => [...members]), ...own]),
      required: [...inherited.flatMap((each) => each.required), ...required],
      isStruct: Boolean(type.datatype),
      arguments: type.datatype ? [0, 0]
        : type.initializer ? countOf(type.initializer.parameters) : inherited.find((each) => each.arguments)?.arguments,
    };
  }
}

/** The library, aws-cdk-lib and constructs. */
export function installedLibraries(root: string): Libraries {
  return new Libraries(assembliesOf(root));
}

/** Assemblies of the library, aws-cdk-lib and constructs. */
export function assembliesOf(root: string): any[] {
  const folders = [root, ...['aws-cdk-lib', 'constructs'].map((name) => path.join(root, 'node_modules', name))];
  return folders.map((folder) => {
    const assembly = JSON.parse(fs.readFileSync(path.join(folder, '.jsii'), 'utf-8'));
    return assembly.filename ? JSON.parse(gunzipSync(fs.readFileSync(path.join(folder, assembly.filename))).toString()) : assembly;
  });
}

function namespaceOf(assembly: any, type: any): string {
  const root = assembly.targets.dotnet.namespace;
  if (!type.namespace) return root;
  return assembly.submodules?.[`${assembly.name}.${type.namespace}`]?.targets?.dotnet?.namespace ?? `${root}.${type.namespace}`;
}

function capital(name: string): string {
  return name[0].toUpperCase() + name.slice(1);
}

function countOf(parameters: any[] = []): [number, number] {
  const least = parameters.filter(({ optional, variadic }) => !optional && !variadic).length;
  return [least, parameters.some(({ variadic }) => variadic) ? Infinity : parameters.length];
}
