import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { requireSingle } from '../../src/core/validation';

describe('requireSingle', () => {
  test('refuses a second construct of a kind in a stack and its nested stacks', () => {
    const stack = new Stack(new App(), 'Stack');
    requireSingle(new Construct(stack, 'First'), 'Recorder');
    const message = new Error("Recorder 'First' already exists in this Stack");
    expect(() => requireSingle(new Construct(stack, 'Second'), 'Recorder')).toThrow(message);
    expect(() => requireSingle(new Construct(new NestedStack(stack, 'Nested'), 'Third'), 'Recorder')).toThrow(message);
  });

  test('accepts one of each kind, and one in each stack', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    requireSingle(new Construct(stack, 'First'), 'Recorder');
    expect(requireSingle(new Construct(stack, 'Second'), 'Detector')).toBeUndefined();
    expect(requireSingle(new Construct(new Stack(app, 'Other'), 'First'), 'Recorder')).toBeUndefined();
  });
});
