import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { compileAtOnce } from '../../scripts/compile-at-once.ts';

describe('compileAtOnce', () => {
  test('puts modules in brackets, as functions', () => {
    expect(compileAtOnce('run({12:(e,t)=>{t.a=1},7:function(e){e.exports=2}})')).toBe(
      'run({12:(function(e,t){t.a=1}),7:(function(e){e.exports=2})})',
    );
  });

  test('leaves what stands in a module alone', () => {
    const inner = 'const table={1:e=>{go(e)},2:()=>{}};';
    expect(compileAtOnce(`run({3:e=>{${inner}}})`)).toBe(`run({3:(function(e){${inner}})})`);
  });

  test('leaves functions alone that are no modules, and the first line of a program', () => {
    const code = '#!/usr/bin/env node\nrun({name:e=>{go(e)},4:e=>e+1},()=>{});';
    expect(compileAtOnce(code)).toBe(code);
  });

  test('changes nothing that the program does', () => {
    const code = '({1:(e,t,n)=>{e.exports=n+1},2:(...all)=>{all[0].exports=[1,2].map(e=>e*all.length)}})';
    const run = (text: string) => {
      const modules = runInNewContext(text) as Record<string, (...args: unknown[]) => void>;
      return [1, 2].map((id) => {
        const module: { exports?: unknown } = {};
        modules[id]?.(module, {}, 41);
        return JSON.stringify(module.exports);
      });
    };
    expect(run(compileAtOnce(code))).toEqual(run(code));
    expect(run(code)).toEqual(['42', '[3,6]']);
  });
});
