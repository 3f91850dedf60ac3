import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** Columns of a CloudWatch dashboard (CloudWatch API Reference, Dashboard body structure and syntax). */
const WIDTH = 24;
const GRAPH_WIDTH = 8;
const GRAPH_HEIGHT = 6;
const STATUS_COLUMNS = 4;

/** An alarm in a section. A disabled alarm shows its metric only. */
export interface SectionEntry {
  readonly id: string;
  readonly description: string;
  readonly runbook?: string;
  readonly metric: cloudwatch.IMetric;
  readonly alarm?: cloudwatch.Alarm;
}

/** Composite alarms by the title of their widget. */
type Overview = Readonly<Record<string, cloudwatch.IAlarm | undefined>>;

/**
 * A section per construct: a header, the status of its alarms, and a graph per metric. The layout is computed at synthesis, because the alarms of one
 * construct are added between those of others.
 */
export class DashboardSections implements cloudwatch.IWidget {
  public readonly width = WIDTH;
  private readonly sections = new Map<string, SectionEntry[]>();
  private laidOut?: cloudwatch.Column;

  constructor(private readonly title: string, private readonly overview: () => Overview) {}

  public get height(): number {
    return this.column.height;
  }

  public add(section: string, entry: SectionEntry): void {
    this.sections.set(section, [...this.sections.get(section) ?? [], entry]);
    this.laidOut = undefined;
  }

  public position(x: number, y: number): void {
    this.column.position(x, y);
  }

  public toJson(): any[] {
    return this.column.toJson();
  }

  // The template is resolved several times.
  private get column(): cloudwatch.Column {
    this.laidOut ??= this.layOut();
    return this.laidOut;
  }

  private layOut(): cloudwatch.Column {
    const alarms = Object.entries(this.overview()).filter((entry): entry is [string, cloudwatch.IAlarm] => entry[1] !== undefined);
    return new cloudwatch.Column(
      text(`# ${this.title}`, 1),
      ...alarms.length ? [new cloudwatch.Row(...alarms.map(([title, alarm]) => (
        new cloudwatch.AlarmStatusWidget({ title, alarms: [alarm], width: WIDTH / alarms.length, height: 2 }))))] : [],
      ...[...this.sections].flatMap(([name, entries]) => widgetsOf(name, entries)),
    );
  }
}

function widgetsOf(name: string, entries: SectionEntry[]): cloudwatch.IWidget[] {
  const alarms = entries.map(({ alarm }) => alarm).filter((alarm) => alarm !== undefined);
  const lines = entries.map(({ id, description, runbook }) => `- **${runbook ? `[${id}](${runbook})` : id}** ${description}`);
  const graphs = entries.map(({ id, metric, alarm }) => new cloudwatch.GraphWidget({
    title: id,
    left: [metric],
    leftAnnotations: alarm && [alarm.toAnnotation()],
    width: GRAPH_WIDTH,
    height: GRAPH_HEIGHT,
  }));
  return [
    text([`## ${name}`, ...lines].join('\n'), 1 + Math.ceil(entries.length / 2)),
    ...alarms.length ? [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: WIDTH, height: 1 + Math.ceil(alarms.length / STATUS_COLUMNS) })] : [],
    new cloudwatch.Row(...graphs),
  ];
}

function text(markdown: string, height: number): cloudwatch.TextWidget {
  return new cloudwatch.TextWidget({ markdown, width: WIDTH, height });
}
